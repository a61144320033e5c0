package format_test

import (
	"testing"
	"time"

	"github.com/prokken/prokken/audit/format"
	"github.com/prokken/prokken/audit/report"
)

// TestBannerWords: each of the three answers is told apart, and reports of earlier versions
// tell nothing.
func TestBannerWords(t *testing.T) {
	yes, no := &report.Button{Label: "Yes", Presses: 1}, &report.Button{Label: "No", Presses: 2}
	for want, b := range map[string]report.Banner{
		"": {},
		"nothing that looks like a question about cookies was seen":                       {State: report.NoBanner},
		"“Yes” agrees, 1 press; “No” refuses, 2 presses; consent is withdrawn, 3 presses": {State: report.BannerAnswered, Accept: yes, Refuse: no, Withdrawal: 3},
		"a question was seen and not answered both ways; “Yes” agrees, 1 press":           {State: report.BannerUnanswered, Accept: yes},
	} {
		if got := format.BannerWords(b); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	rules := report.BannerRules{Name: "autoconsent", Version: "1.2.3", Released: "2026-08-18"}
	if got := format.RulesWords(rules, time.Date(2026, 8, 28, 1, 0, 0, 0, time.UTC)); got != "autoconsent 1.2.3, 10 days old" {
		t.Error(got)
	}
}
