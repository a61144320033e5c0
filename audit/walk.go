package audit

// step is what one journey does in its tab. It returns why it ended early.
type step func(t *tab) (ended string)

// way is a journey that can be walked.
type way struct {
	name JourneyName
	do   step
}

// walk goes through the journeys, one after the other, each with a fresh profile.
func (w *walker) walk() error {
	journeys := []way{
		{Stranger, w.lookAround}, {Refused, w.refuse}, {Agreed, w.agree}, {GPC, w.withGPC},
	}
	if w.Account != nil {
		journeys = append(journeys, way{Member, w.asMember})
	}
	for i, j := range journeys {
		w.begin(j.name)
		if reason := w.cannotGoOn(); reason != "" {
			w.Journeys = append(w.Journeys, Journey{Name: j.name, Ended: reason})
			continue
		}
		if err := w.journey(j.name, j.do); err != nil && i == 0 {
			return err // there is no browser
		} else if err != nil {
			w.Journeys = append(w.Journeys, Journey{Name: j.name, Ended: "The browser did not start again: " + err.Error()})
		}
	}
	return nil
}

// cannotGoOn is why no further journey is walked.
func (w *walker) cannotGoOn() string {
	if w.ctx.Err() != nil {
		return "There was no time left for it."
	}
	if len(w.Journeys) == 0 {
		return ""
	}
	if opened, why := (Report{Journeys: w.Journeys}).Opened(); !opened {
		return why
	}
	return ""
}

// journey walks one way, and notes what was seen on it.
func (w *walker) journey(name JourneyName, do step) error {
	rec := newRecorder(w.Site)
	t, err := openTab(w.ctx, w.tabSettings(name), rec)
	if err != nil {
		return err
	}
	defer t.stop()
	w.Browser, w.Sandboxed = t.product, w.Sandboxed && t.sandboxed
	t.as(name)
	watched := t.limitMemory()
	ended := do(t)
	if reason := watched(); reason != "" {
		ended, w.Cut = reason, reason
	}
	w.Journeys = append(w.Journeys, Journey{Name: name, Pages: t.pages, Ended: ended})
	w.Seen.Add(rec)
	return nil
}

func (w *walker) tabSettings(name JourneyName) tabSettings {
	return tabSettings{Chromium: w.Chromium, Proxied: w.Proxy.Flags(), Site: w.Site, Limits: w.Limits, Shots: w.Shots, GPC: name == GPC}
}
