package audit

import (
	"fmt"
	"time"
)

// step is what one journey does in its tab. It returns why it ended early.
type step func(t *tab) (ended string)

// way is a journey that can be walked.
type way struct {
	name JourneyName
	do   step
}

// walk goes through the journeys, one after the other, each with a fresh profile.
func (r *run) walk() error {
	journeys := []way{
		{Stranger, r.lookAround}, {Refused, r.refuse}, {Agreed, r.agree}, {GPC, r.withGPC},
	}
	if r.Account != nil {
		journeys = append(journeys, way{Member, r.asMember})
	}
	for i, j := range journeys {
		r.begin(j.name)
		if reason := r.cannotGoOn(); reason != "" {
			r.report.Journeys = append(r.report.Journeys, Journey{Name: j.name, Ended: reason})
			continue
		}
		if err := r.journey(j.name, j.do); err != nil && i == 0 {
			return err // there is no browser
		} else if err != nil {
			r.report.Journeys = append(r.report.Journeys, Journey{Name: j.name, Ended: "The browser did not start again: " + err.Error()})
		}
	}
	return nil
}

// cannotGoOn is why no further journey is walked.
func (r *run) cannotGoOn() string {
	if r.ctx.Err() != nil {
		return "There was no time left for it."
	}
	if len(r.report.Journeys) == 0 {
		return ""
	}
	if opened, why := r.report.Opened(); !opened {
		return why
	}
	return ""
}

func (r *run) journey(name JourneyName, do step) error {
	rec := newRecorder(r.site)
	g := &guard{rec: rec}
	b, err := launch(r.ctx, r.Chromium, r.proxy.Flags(), func(event any) { rec.hear(event); g.hear(event) })
	if err != nil {
		return err
	}
	defer b.stop()
	r.report.Browser, r.report.Sandboxed = b.product, r.report.Sandboxed && b.sandboxed
	t := &tab{chromium: b, rec: rec, limits: r.Limits, guard: g, shots: r.Shots, stays: true}
	if err := firstError(func() error { return g.begin(b.ctx) }, func() error { return t.prepare(name == GPC) }); err != nil {
		return err
	}
	t.limitStores(b.ctx, r.site.Scheme+"://"+r.site.Host)
	rec.asWho(name)
	watched := r.watch(b)
	ended := do(t)
	if reason := watched(); reason != "" {
		ended, r.cut = reason, reason
	}
	r.report.Journeys = append(r.report.Journeys, Journey{Name: name, Pages: t.pages, Ended: ended})
	r.seen.add(rec)
	return nil
}

// watch ends a browser that holds too much memory. What it returns stops the
// watching and tells whether that happened.
func (r *run) watch(b *chromium) func() string {
	done, reason := make(chan struct{}), make(chan string, 1)
	go func() {
		for {
			select {
			case <-done:
				reason <- ""
				return
			case <-time.After(time.Second):
				if memoryOf(b.folder) > r.Limits.Memory {
					b.kill()
					<-done
					reason <- fmt.Sprintf("The pages took more than %d MB of memory, so the browser was ended.", r.Limits.Memory>>20)
					return
				}
			}
		}
	}()
	return func() string { close(done); return <-reason }
}
