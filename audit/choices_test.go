package audit_test

import (
	"strings"
	"testing"

	"github.com/prokken/prokken/audit/report"
)

// TestChoices: nobody is sent to answer what is not asked, and the report says so.
func TestChoices(t *testing.T) {
	t.Parallel()
	const nothing, noButton = "The site does not ask about cookies.", "no button was found that gives this answer"
	for name, tt := range map[string]struct {
		body            string
		refused, agreed string // why the journey ended
		visits          int
	}{
		"nothing is asked": {"<p>Hello", nothing, nothing, 4},
		"both answers":     {banner, "", "", 14},
		"only a yes":       {`<button>Accept all</button>`, noButton, "", 9},
		"only a no":        {`<button>Reject all</button>`, "", noButton, 7},
	} {
		t.Run(name, func(t *testing.T) {
			l := newFixture(t, "")
			l.page("/{$}", tt.body)
			l.page("/about", "<p>About")
			r := l.run()
			visits := 0
			for _, j := range r.Journeys {
				visits += len(j.Pages)
			}
			refused, agreed := r.Journeys[1], r.Journeys[2]
			if refused.Name != report.Refused || agreed.Name != report.Agreed ||
				!ends(refused, tt.refused) || !ends(agreed, tt.agreed) || visits != tt.visits {
				t.Errorf("%d visits, %+v", visits, r.Journeys)
			}
		})
	}
}

func ends(j report.Journey, why string) bool {
	return (why == "") == (j.Ended == "") && strings.Contains(j.Ended, why)
}
