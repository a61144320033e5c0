package compare

import (
	"fmt"
	"slices"
	"strings"

	"github.com/prokken/prokken/audit/report"
)

// How far two buttons may differ and still be alike: a shorter word makes a narrower
// button, so widths are not compared.
const (
	minHeight   = 0.75 // of the other
	minFont     = 0.85 // of the other
	minContrast = 3    // which words of large size need at least (WCAG 1.4.3)
)

// refusing compares the two answers to the site's question about cookies.
func (c *Comparison) refusing() {
	b := c.Banner
	if b.Accept == nil {
		return
	}
	var reasons []string
	switch {
	case b.Refuse != nil:
		reasons = harder(*b.Accept, *b.Refuse)
	case !b.Notice:
		reasons = []string{fmt.Sprintf("“%s” agrees, and no button was found that refuses", b.Accept.Label)}
	case c.addsOptional():
		reasons = []string{fmt.Sprintf("“%s” is the only answer, and optional cookies follow it", b.Accept.Label)}
	}
	if len(reasons) == 0 {
		return
	}
	severity := report.Medium
	if len(reasons) == 1 && b.Refuse != nil && b.Refuse.Presses == b.Accept.Presses+1 {
		severity = report.Low // one more layer, and nothing else
	}
	c.Find(report.Finding{
		Kind: report.RefusingHarder, Severity: severity, Subject: b.Page,
		Seen: []report.Where{{Journey: report.Anonymous, Page: b.Page}},
		What: "Refusing is harder than agreeing: " + strings.Join(reasons, "; ") + ".",
		Mend: "Offer both answers on the first layer, alike in size and contrast.",
	})
}

// harder says with numbers in what refusing is harder.
func harder(yes, no report.Button) (reasons []string) {
	differ := func(format string, values ...any) { reasons = append(reasons, fmt.Sprintf(format, values...)) }
	if no.Presses > yes.Presses {
		differ("it takes %s, agreeing %d", pressed(no.Presses), yes.Presses)
	}
	if no.Height < minHeight*yes.Height {
		differ("“%s” is %.0f pixels high, “%s” %.0f", no.Label, no.Height, yes.Label, yes.Height)
	}
	if no.Font < minFont*yes.Font {
		differ("its letters have %.0f pixels, those of “%s” %.0f", no.Font, yes.Label, yes.Font)
	}
	if no.Contrast > 0 && no.Contrast < minContrast && no.Contrast < yes.Contrast {
		differ("its contrast is %.1f to 1, that of “%s” %.1f", no.Contrast, yes.Label, yes.Contrast)
	}
	return reasons
}

func pressed(n int) string {
	if n == 1 {
		return "1 press"
	}
	return fmt.Sprintf("%d presses", n)
}

// addsOptional reports whether a declared optional cookie was first set after the notice
// was closed.
func (c *Comparison) addsOptional() bool {
	return slices.ContainsFunc(c.Cookies, func(seen report.Cookie) bool {
		d, declared := c.DeclarationOf(seen)
		return declared && d.Optional() &&
			slices.ContainsFunc(seen.Seen, func(w report.Where) bool { return w.Journey == report.Agreed })
	})
}
