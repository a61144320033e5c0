package report

import (
	"fmt"
	"slices"

	"github.com/prokken/prokken/policy/claim"
)

// Gap is a journey that was not seen to its end, and why it was not.
type Gap struct {
	Journey JourneyName
	Why     string // a sentence
}

// String is the gap as people read it.
func (g Gap) String() string { return g.Journey.Words() + ": " + g.Why }

// Gaps are the journeys of which something may be there that nobody saw. A journey for
// which there was nothing to walk is none, nor is the member's where nobody was to log in.
func (r Report) Gaps() []Gap {
	var all []Gap
	for _, name := range claim.Journeys() {
		if why := r.gapIn(name); why != "" {
			all = append(all, Gap{name, why})
		}
	}
	return all
}

func (r Report) gapIn(name JourneyName) string {
	i := slices.IndexFunc(r.Journeys, func(j Journey) bool { return j.Name == name })
	switch {
	case i < 0 && (name == Member || name == Withdrawn): // reports of earlier versions have none
		return ""
	case i < 0:
		return "It was not visited."
	case r.Journeys[i].Needless:
		return ""
	case r.Cut != "":
		return r.Cut
	}
	return r.Journeys[i].gap()
}

// gap says what of the journey was not seen.
func (j Journey) gap() string {
	cut := slices.IndexFunc(j.Pages, func(p Page) bool { return p.Cut })
	switch {
	case cut >= 0:
		return fmt.Sprintf("%s was not seen to its end. %s", j.Pages[cut].URL, j.Pages[cut].Trouble)
	case j.Ended != "":
		return j.Ended
	case !slices.ContainsFunc(j.Pages, func(p Page) bool { return p.Status == 200 }):
		return "No page of the site could be opened."
	}
	return ""
}
