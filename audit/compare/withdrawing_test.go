package compare_test

import (
	"slices"
	"testing"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
)

// TestNoWayBack: it is found where somebody could agree, an optional cookie followed, and nothing
// takes the yes back.
func TestNoWayBack(t *testing.T) {
	d := policy.Document{Cookies: []cookie.Declaration{{Name: "stats", Category: cookie.Analytics, SameSite: cookie.Lax}}}
	for name, tt := range map[string]struct {
		accept, set bool
		ended       string
		want        bool
	}{
		"no way back":        {true, true, report.NoWayBack, true},
		"there is one":       {true, true, "", false},
		"nobody could agree": {false, true, report.NoWayBack, false},
		"nothing followed":   {true, false, report.NoWayBack, false},
		"no time for it":     {true, true, "There was no time left for it.", false},
	} {
		r := report.Report{Journeys: []report.Journey{{Name: report.Withdrawn, Ended: tt.ended}}}
		if tt.accept {
			r.Banner.Accept = &report.Button{Label: "Yes"}
		}
		if tt.set {
			r.Cookies = []report.Cookie{{Name: "stats", Seen: []report.Where{{Journey: report.Agreed}}}}
		}
		found := slices.Contains(findings(r, d), "medium no-way-back ")
		if found != tt.want {
			t.Errorf("%s: %v", name, findings(r, d))
		}
	}
}
