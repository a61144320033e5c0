// Package walk has the browser go through a site as different visitors do: one who
// is anonymous, one who refuses or agrees, one with Global Privacy Control, a member.
// It looks and tells; it judges nothing. Only audit calls it. Start reading at [Run],
// then walker.walk, which lists the journeys.
package walk

import (
	"slices"
	"time"

	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/observe"
	"github.com/prokken/prokken/audit/report"
)

// step is what one journey does in its tab. It returns why it ended early.
type step func(t *browser.Tab) (ended string)

// way is a journey that can be walked.
type way struct {
	name report.JourneyName
	do   step
}

// walk goes through the journeys, one after the other, each with a fresh profile.
func (w *walker) walk() error {
	for journeys := w.journeys(); len(journeys) > 0; journeys = journeys[1:] {
		j := journeys[0]
		w.begin(j.name)
		if reason, needless := w.cannotGoOn(j.name); reason != "" {
			w.Journeys = append(w.Journeys, report.Journey{Name: j.name, Ended: reason, Needless: needless})
		} else if err := w.journey(j, w.share(journeys)); err != nil {
			return err // there is no browser any more
		}
	}
	return nil
}

// journeys are all that are walked: the anonymous one, which finds the pages, then those
// that the claims need.
func (w *walker) journeys() []way {
	if w.LookOnly {
		return []way{{report.Anonymous, w.lookAround}}
	}
	all := []way{
		{report.Anonymous, w.lookAround},
		{report.Refused, w.refuse},
		{report.Agreed, w.agree},
		{report.Withdrawn, w.withdraw},
		{report.GPC, w.withGPC},
	}
	if w.Account != nil || w.NoAccount != "" {
		all = append(all, way{report.Member, w.asMember})
	}
	slices.SortStableFunc(all[1:], func(a, b way) int { return w.rank(a.name) - w.rank(b.name) })
	return all
}

func (w *walker) rank(name report.JourneyName) int {
	if slices.Contains(w.Needed, name) {
		return 0
	}
	return 1
}

// share is how much of the time that is left the first of the journeys may take: a slow
// page leaves the other journeys their part.
func (w *walker) share(journeys []way) time.Duration {
	sum := 0
	for _, j := range journeys {
		sum += weight(j.name)
	}
	return w.left * time.Duration(weight(journeys[0].name)) / time.Duration(sum)
}

// weight is how much time a journey gets, compared with the others.
func weight(name report.JourneyName) int {
	switch name {
	case report.Anonymous:
		return 8 // it sees all pages
	case report.Member:
		return 2
	default:
		return 1
	}
}

// Why a journey is not walked, or not to its end.
const (
	noTime  = "There was no time left for it."
	timeUp  = "Time ran out before it finished."
	ended   = "The audit ended before it."
	crashed = "The browser ended before it finished."
)

// cannotGoOn is why a journey is not walked. It is needless where there is nothing that
// it could show.
func (w *walker) cannotGoOn(name report.JourneyName) (reason string, needless bool) {
	switch {
	case w.ctx.Err() != nil:
		return ended, false
	case w.left <= 0:
		w.OutOfTime = true
		return noTime, false
	case len(w.Journeys) == 0:
		return "", false
	case name == report.Member && w.Account == nil:
		return w.NoAccount, false
	}
	if opened, why := (report.Report{Journeys: w.Journeys}).Opened(); !opened {
		return why, false
	}
	return w.cannotAnswer(name), true
}

// cannotAnswer is why there is nothing to walk a journey for of somebody who answers the
// question about cookies.
func (w *walker) cannotAnswer(name report.JourneyName) string {
	switch {
	case name != report.Refused && name != report.Agreed && name != report.Withdrawn:
	case w.pages.noQuestion:
		return noQuestion
	case name == report.Withdrawn && w.Banner.Accept == nil && w.isWalked(report.Agreed):
		return nothingAgreed
	}
	return ""
}

func (w *walker) isWalked(name report.JourneyName) bool {
	return slices.ContainsFunc(w.Journeys, func(j report.Journey) bool { return j.Name == name })
}

// journey walks one way for as long as it may, and notes what was seen on it. How long
// the browser takes to start is not the site's time.
func (w *walker) journey(j way, budget time.Duration) error {
	rec := observe.New(w.Site)
	w.rec = rec
	t, err := browser.Open(w.ctx, w.tabSettings(j.name), rec)
	if err != nil {
		return w.notOpened(j.name, err)
	}
	defer t.Stop()
	w.Browser, w.Sandboxed = t.Product, w.Sandboxed && t.Sandboxed
	t.ContinueAs(j.name)
	watched, stopClock, began := t.LimitMemory(), w.TimeUp(budget, t.Expire), time.Now()
	why := j.do(t)
	w.left -= time.Since(began)
	if inTime := stopClock(); t.Ended() {
		why = w.whyBroken(inTime)
	}
	if reason := watched(); reason != "" {
		why, w.Cut = reason, reason
	}
	w.Journeys = append(w.Journeys, report.Journey{Name: j.name, Pages: t.Pages, Ended: why, Needless: isNeedless(why)})
	w.Seen.Add(rec)
	return nil
}

// notOpened is the error of a browser that does not come up; where somebody stopped the
// audit meanwhile, that is what happened.
func (w *walker) notOpened(name report.JourneyName, err error) error {
	if w.ctx.Err() == nil {
		return err
	}
	w.Journeys = append(w.Journeys, report.Journey{Name: name, Ended: ended})
	return nil
}

// whyBroken is why the tab ended in the middle of its journey.
func (w *walker) whyBroken(inTime bool) string {
	switch {
	case w.ctx.Err() != nil:
		return ended
	case !inTime:
		w.OutOfTime = true
		return timeUp
	}
	return crashed
}

func (w *walker) tabSettings(name report.JourneyName) browser.Settings {
	return browser.Settings{
		Browsers:  w.Browsers,
		Proxy:     w.Proxy.Address(),
		Site:      w.Site,
		Limits:    w.Limits,
		Shots:     w.Shots,
		AsVisitor: w.AsVisitor,
		GPC:       name == report.GPC,
	}
}
