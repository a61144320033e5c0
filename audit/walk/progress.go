package walk

import (
	"context"
	"time"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/siteurl"
)

// progress counts pages, and guesses how many there will be.
type progress struct {
	journey    report.JourneyName
	done       int
	before     int  // done when the journey began
	still      int  // 1 while the last page is still being looked at
	noQuestion bool // the site asks nothing about cookies
}

// begin counts a new journey.
func (w *walker) begin(name report.JourneyName) {
	w.pages.journey, w.pages.before = name, w.pages.done
}

// notify tells what is opened now.
func (w *walker) notify(address string) {
	if w.Progress != nil {
		w.Progress(w.hidden(Progress{
			Journey: w.pages.journey, Page: siteurl.Bare(address), Done: w.pages.done - w.pages.still, Pages: w.expected(),
			Cookies: w.Seen.CountWith(w.rec), Names: w.Seen.NamesWith(w.rec), Walked: w.over(),
		}))
	}
}

// tellEvery is how often it is told what a page set so far.
const tellEvery = time.Second

// telling does what the walker does at a page, and tells meanwhile what was met there. It goes to no
// other page.
func (w *walker) telling(address string, do func()) {
	if w.Progress == nil {
		do()
		return
	}
	ctx, cancel := context.WithCancel(w.ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		w.keepTelling(ctx, address)
	}()
	do()
	cancel()
	<-ended
}

func (w *walker) keepTelling(ctx context.Context, address string) {
	ticker := time.NewTicker(tellEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			w.notify(address)
		}
	}
}

// hidden is the progress without what was typed at somebody else's site to log in.
func (w *walker) hidden(p Progress) Progress {
	if p.Journey != report.Member || w.Account == nil || !w.Account.Guest {
		return p
	}
	hide := w.Account.Hider()
	p.Page = hide.Address(p.Page)
	for i, name := range p.Names {
		p.Names[i] = hide.Text(name)
	}
	return p
}

// over are the journeys that are done with.
func (w *walker) over() []report.JourneyName {
	var names []report.JourneyName
	for _, j := range w.Journeys {
		names = append(names, j.Name)
	}
	return names
}

// expected is how many pages there will be, as far as is known: those of the
// journeys before, and a guess for this one and each after it.
func (w *walker) expected() int {
	pages := max(w.pages.before+w.guess(w.pages.journey), w.pages.done+1)
	later := false
	for _, name := range []report.JourneyName{report.Anonymous, report.Refused, report.Agreed, report.Withdrawn, report.GPC, report.Member} {
		if later && (name != report.Member || w.Account != nil) {
			pages += w.guess(name)
		}
		later = later || name == w.pages.journey
	}
	return pages
}

// guess is how many pages a journey has.
func (w *walker) guess(name report.JourneyName) int {
	few := min(fewPages, max(len(w.walked), 1))
	switch {
	case name == report.Anonymous:
		return max(len(w.walked), 1) + 1 // it arrives a second time
	case name == report.Member:
		return memberPages
	case name == report.GPC:
		return few
	case w.pages.noQuestion:
		return 0
	}
	return 1 + few
}
