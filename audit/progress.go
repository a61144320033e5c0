package audit

// progress counts pages, and guesses how many there will be.
type progress struct {
	journey    JourneyName
	done       int
	before     int  // done when the journey began
	noQuestion bool // the site asks nothing about cookies
}

// begin counts a new journey.
func (w *walker) begin(name JourneyName) {
	w.pages.journey, w.pages.before = name, w.pages.done
}

// notify tells what is opened now.
func (w *walker) notify(address string) {
	if w.Progress != nil {
		w.Progress(Progress{Journey: w.pages.journey, Page: bare(address), Done: w.pages.done, Pages: w.expected()})
	}
}

// expected is how many pages there will be, as far as is known: those of the
// journeys before, and a guess for this one and each after it.
func (w *walker) expected() int {
	pages := max(w.pages.before+w.guess(w.pages.journey), w.pages.done+1)
	later := false
	for _, name := range []JourneyName{Stranger, Refused, Agreed, GPC, Member} {
		if later && (name != Member || w.Account != nil) {
			pages += w.guess(name)
		}
		later = later || name == w.pages.journey
	}
	return pages
}

// guess is how many pages a journey has.
func (w *walker) guess(name JourneyName) int {
	few := min(fewPages, max(len(w.walked), 1))
	switch {
	case name == Stranger:
		return max(len(w.walked), 1)
	case name == Member:
		return memberPages
	case name == GPC:
		return few
	case w.pages.noQuestion:
		return 1
	}
	return 1 + few
}
