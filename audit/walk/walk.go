// Package walk has the browser go through a site as different visitors do: one who
// is anonymous, one who refuses or agrees, one with Global Privacy Control, a member.
// It looks and tells; it judges nothing. Only audit calls it. Start reading at [Run],
// then walker.walk, which lists the journeys.
package walk

import (
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
	journeys := []way{
		{report.Anonymous, w.lookAround}, {report.Refused, w.refuse}, {report.Agreed, w.agree}, {report.GPC, w.withGPC},
	}
	if w.Account != nil {
		journeys = append(journeys, way{report.Member, w.asMember})
	}
	for _, j := range journeys {
		w.begin(j.name)
		reason := w.cannotGoOn(j.name)
		if reason == "" {
			err := w.journey(j.name, j.do)
			if err == nil {
				continue
			}
			if w.ctx.Err() == nil {
				return err // there is no browser any more
			}
			reason = noTime
		}
		w.Journeys = append(w.Journeys, report.Journey{Name: j.name, Ended: reason})
	}
	return nil
}

const noTime = "There was no time left for it."

// cannotGoOn is why a journey is not walked.
func (w *walker) cannotGoOn(name report.JourneyName) string {
	if w.ctx.Err() != nil {
		return noTime
	}
	if len(w.Journeys) == 0 {
		return ""
	}
	if opened, why := (report.Report{Journeys: w.Journeys}).Opened(); !opened {
		return why
	}
	if w.pages.noQuestion && (name == report.Refused || name == report.Agreed) {
		return noQuestion
	}
	return ""
}

// journey walks one way, and notes what was seen on it.
func (w *walker) journey(name report.JourneyName, do step) error {
	rec := observe.New(w.Site)
	t, err := browser.Open(w.ctx, w.tabSettings(name), rec)
	if err != nil {
		return err
	}
	defer t.Stop()
	w.Browser, w.Sandboxed = t.Product, w.Sandboxed && t.Sandboxed
	t.ContinueAs(name)
	watched := t.LimitMemory()
	ended := do(t)
	if reason := watched(); reason != "" {
		ended, w.Cut = reason, reason
	}
	w.Journeys = append(w.Journeys, report.Journey{Name: name, Pages: t.Pages, Ended: ended})
	w.Seen.Add(rec)
	return nil
}

func (w *walker) tabSettings(name report.JourneyName) browser.Settings {
	return browser.Settings{
		Browsers: w.Browsers,
		Proxy:    w.Proxy.Address(),
		Site:     w.Site,
		Limits:   w.Limits,
		Shots:    w.Shots,
		GPC:      name == report.GPC,
	}
}
