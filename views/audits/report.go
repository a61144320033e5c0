package audits

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/base64"
	"io"
	"time"

	"github.com/a-h/templ"

	"github.com/prokken/prokken/audit/format"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/views/display"
)

//go:embed report.css
var reportCSS string

// WriteReport writes the report as one file that needs no other: it can be
// mailed and kept. It holds no script, and what sites chose is text. Its times are those of
// the zone of whom it is for.
func WriteReport(ctx context.Context, w io.Writer, r report.Report, zone *time.Location) error {
	var page bytes.Buffer
	if err := auditReport(r, zone).Render(ctx, &page); err != nil {
		return err
	}
	_, err := io.WriteString(w, format.Clean(page.String()))
	return err
}

func reportStyle() templ.Component { return templ.Raw("<style>" + reportCSS + "</style>") }

func reportTitle(r report.Report) string { return "Audit of " + r.URL }

// stateClass is how a result looks in the file.
func stateClass(r report.Result) string { return "is-" + string(r) }

func shotAddress(picture []byte) templ.SafeURL {
	return templ.SafeURL("data:image/jpeg;base64," + base64.StdEncoding.EncodeToString(picture))
}

func pageState(p report.Page) string {
	switch {
	case p.Trouble != "":
		return p.Trouble
	case p.Status == 0:
		return "no answer"
	}
	return display.Number(int64(p.Status)) + ", " + p.Took.Round(10*time.Millisecond).String()
}

func tookWords(r report.Report) string {
	return r.EndedAt.Sub(r.StartedAt).Round(time.Second).String()
}

// Whose says where a cookie belongs.
func Whose(c report.Cookie) string {
	text := c.Domain
	if !c.HostOnly {
		text += " and below"
	}
	if c.ThirdParty {
		text += " (another site)"
	}
	return text
}

// SetBy says what set a cookie.
func SetBy(c report.Cookie) string {
	text := "an answer"
	if c.Script {
		text = "a script"
	}
	if c.Rejected != "" {
		text += "; the browser refused it: " + c.Rejected
	}
	return text
}

// SameSiteWords returns a cookie's SameSite as the standard calls it.
func SameSiteWords(c report.Cookie) string {
	if c.SameSite == "" {
		return "not set"
	}
	return c.SameSite.Words()
}

// YesNo returns "yes" or "no".
func YesNo(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}
