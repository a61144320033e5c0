package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/prokken/prokken/audit"
	auditreport "github.com/prokken/prokken/audit/report"
)

// TestAudit: the published policy tells the truth about the running program,
// sentence by sentence. What it looks at are answers and cookies, which the journeys
// compare on both databases.
func TestAudit(t *testing.T) {
	t.Parallel()
	request := audit.Request{
		Own: true, Pages: audit.DefaultPages, Limits: audit.DefaultLimits(), Skip: []string{"/dev/"},
		Chromium: findChromium(t),
	}
	request.URL = sharedSite(t)
	request.Private = []string{strings.TrimPrefix(request.URL, "http://")}
	request.Account = &audit.Account{
		Email:    "auditor@example.com",
		Password: password,
		Outbox:   request.URL + "/dev/mail.json",
	}
	report, err := audit.Run(context.Background(), request)
	if err != nil {
		t.Fatal(err)
	}
	if report.Policy == nil || report.Policy.Version != 1 {
		t.Errorf("compared with %+v", report.Policy)
	}
	if !report.Passed() || report.Count(auditreport.Holds) < 20 {
		t.Errorf("%d of %d claims hold", report.Count(auditreport.Holds), len(report.Claims))
	}
	for _, f := range report.Findings {
		t.Errorf("%s: %s", f.Severity, f.What)
	}
	if len(report.Cookies) != 2 || len(report.Stored) != 0 || len(report.Requests) != 0 {
		t.Errorf("seen: %v, %v, %v", report.Cookies, report.Stored, report.Requests)
	}
}
