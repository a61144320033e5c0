package audit

import (
	"fmt"
	"time"
)

// step is what one journey does in its tab. It returns why it ended early.
type step func(t *tab) (ended string)

// walk goes through the journeys, one after the other, each with a fresh profile.
func (r *run) walk() error {
	journeys := []struct {
		name JourneyName
		do   step
	}{
		{Stranger, r.lookAround}, {Refused, r.refuse}, {Agreed, r.agree}, {GPC, r.withGPC},
	}
	if r.Account != nil {
		journeys = append(journeys, struct {
			name JourneyName
			do   step
		}{Member, r.asMember})
	}
	for i, j := range journeys {
		if r.ctx.Err() != nil {
			r.report.Journeys = append(r.report.Journeys, Journey{Name: j.name, Ended: "There was no time left for it."})
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

func (r *run) journey(name JourneyName, do step) error {
	rec := newRecorder(r.site)
	g := &guard{rec: rec}
	b, err := launch(r.ctx, r.Chromium, r.proxy.Flags(), func(event any) { rec.hear(event); g.hear(event) })
	if err != nil {
		return err
	}
	defer b.stop()
	r.report.Browser, r.report.Sandboxed = b.product, r.report.Sandboxed && b.sandboxed
	t := &tab{chromium: b, rec: rec, limits: r.Limits, guard: g, shots: r.Shots}
	if err := firstError(func() error { return g.begin(b.ctx) }, func() error { return t.prepare(name == GPC) }); err != nil {
		return err
	}
	t.limitStores(b.ctx, r.site.Scheme+"://"+r.site.Host)
	rec.asWho(name)
	watched := r.watch(b)
	ended := do(t)
	if reason := watched(); reason != "" {
		ended = reason
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

// open visits a page, and tells of it.
func (r *run) open(t *tab, address string) Page {
	r.tell(t, address)
	p := t.visit(address)
	if p.Status == 0 && r.mayNotGo(address) {
		p.Trouble = troubleWords("PROXY_forbidden")
		t.pages[len(t.pages)-1].Trouble = p.Trouble
	}
	t.shoot()
	r.done++
	return p
}

func (r *run) tell(t *tab, address string) {
	if r.Progress != nil {
		r.Progress(Progress{Journey: t.rec.who(), Page: bare(address), Done: r.done, Pages: r.expected()})
	}
}

// expected is how many pages there will be, as far as is known.
func (r *run) expected() int {
	pages := max(len(r.walked), r.done+1) + 3*fewPages
	if r.Account != nil {
		pages += memberPages
	}
	return max(pages, r.done+1)
}
