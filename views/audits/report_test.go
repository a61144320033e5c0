package audits

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/cookie"
)

// TestAuditReportIsOneHarmlessFile: what a site chose is text, and nothing is
// loaded from anywhere.
func TestAuditReportIsOneHarmlessFile(t *testing.T) {
	const evil = "\x1b[31m\u202e</style><script>alert(1)</script><img src=x onerror=alert(1)>\" onclick=\"alert(1)"
	seen := []report.Where{{Journey: report.Anonymous, Page: evil, Initiator: "javascript:alert(1)"}}
	r := report.Report{
		URL: evil, Browser: evil, Policy: &report.Policy{Source: evil, Slug: evil}, Notes: []string{evil},
		Journeys: []report.Journey{
			{
				Name:  report.Anonymous,
				Ended: evil,
				Pages: []report.Page{{URL: evil, Trouble: evil, Screenshot: []byte("jpeg")}},
			},
		},
		Cookies: []report.Cookie{
			{
				Name:     evil,
				Domain:   evil,
				Path:     evil,
				SameSite: cookie.SameSite(evil),
				Rejected: evil,
				Lifetime: cookie.Session,
				Seen:     seen,
			},
		},
		Stored:   []report.Stored{{Kind: report.StoreKind(evil), Origin: evil, Key: evil, Seen: seen}},
		Requests: []report.Request{{Host: evil, URL: evil, Kind: evil, Seen: seen}},
		Claims: []report.Claim{
			{
				Says:       evil,
				Result:     report.Fails,
				Conditions: []report.Condition{{Words: evil, Reason: evil, Result: report.Unseen}},
			},
		},
		Findings: []report.Finding{
			{Kind: report.Undeclared, Severity: report.High, What: evil, Mend: evil, Seen: seen},
		},
	}
	var page bytes.Buffer
	if err := WriteReport(t.Context(), &page, r, time.FixedZone("Dhaka", 6*3600)); err != nil {
		t.Fatal(err)
	}
	text := page.String()
	for _, bad := range []string{"<script", "<img src=x", `" onclick="alert`, "<link", "href="} {
		if strings.Contains(text, bad) {
			t.Errorf("%q is in the page", bad)
		}
	}
	if strings.Count(text, "</style>") != 1 || !strings.Contains(text, "data:image/jpeg;base64,anBlZw==") {
		t.Errorf("its style or its picture:\n%s", text)
	}
	if i := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }); i >= 0 {
		t.Errorf("raw: %q", text[i:i+10])
	}
}
