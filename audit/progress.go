package audit

// progress counts pages, and guesses how many there will be.
type progress struct {
	journey    JourneyName
	done       int
	before     int  // done when the journey began
	noQuestion bool // the site asks nothing about cookies
}

// begin counts a new journey.
func (r *run) begin(name JourneyName) {
	r.pages.journey, r.pages.before = name, r.pages.done
}

func (r *run) tell(address string) {
	if r.Progress != nil {
		r.Progress(Progress{Journey: r.pages.journey, Page: bare(address), Done: r.pages.done, Pages: r.expected()})
	}
}

// expected is how many pages there will be, as far as is known: those of the
// journeys before, and a guess for this one and each after it.
func (r *run) expected() int {
	pages := max(r.pages.before+r.guess(r.pages.journey), r.pages.done+1)
	later := false
	for _, name := range []JourneyName{Stranger, Refused, Agreed, GPC, Member} {
		if later && (name != Member || r.Account != nil) {
			pages += r.guess(name)
		}
		later = later || name == r.pages.journey
	}
	return pages
}

// guess is how many pages a journey has.
func (r *run) guess(name JourneyName) int {
	few := min(fewPages, max(len(r.walked), 1))
	switch {
	case name == Stranger:
		return max(len(r.walked), 1)
	case name == Member:
		return memberPages
	case name == GPC:
		return few
	case r.pages.noQuestion:
		return 1
	}
	return 1 + few
}
