package format

import (
	"fmt"
	"strings"
	"time"

	"github.com/prokken/prokken/audit/report"
)

// BannerWords says what the site asks about cookies and what became of it; "" for a report
// that does not tell.
func BannerWords(b report.Banner) string {
	switch b.State {
	case report.NoBanner:
		return "nothing that looks like a question about cookies was seen"
	case report.BannerAnswered:
		return strings.Join(answersOf(b), "; ")
	case report.BannerUnanswered:
		return strings.Join(append([]string{"a question was seen and not answered both ways"}, answersOf(b)...), "; ")
	}
	return ""
}

func answersOf(b report.Banner) (all []string) {
	for _, one := range []struct {
		does string
		by   *report.Button
	}{{"agrees", b.Accept}, {"refuses", b.Refuse}} {
		if one.by != nil {
			all = append(all, fmt.Sprintf("“%s” %s, %s", one.by.Label, one.does, times(one.by.Presses)))
		}
	}
	if b.Withdrawal > 0 {
		all = append(all, "consent is withdrawn, "+times(b.Withdrawal))
	}
	return all
}

func times(presses int) string {
	if presses == 1 {
		return "1 press"
	}
	return fmt.Sprintf("%d presses", presses)
}

// RulesWords names the rules for consent tools and how old they were at that time; "" for a
// report that does not tell.
func RulesWords(r report.BannerRules, at time.Time) string {
	day, err := time.Parse(time.DateOnly, r.Released)
	if err != nil {
		return ""
	}
	return fmt.Sprintf("%s %s, %s old", r.Name, r.Version, Count(int(at.Sub(day).Hours()/24), "day"))
}
