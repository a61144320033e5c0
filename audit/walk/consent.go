package walk

import (
	"fmt"

	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/report"
)

// Why the journeys of those who decide are short.
const (
	noQuestion = "The site does not ask about cookies."
	onlyNotice = "The site mentions cookies but does not ask: its notice can only be closed."
	noButton   = "The site asks about cookies, but no button was found that gives this answer."
	onlyTool   = "The site has a tool that asks about cookies (%s), but its question was not seen."
)

// isNeedless reports whether the journey ended so since there was nothing more to walk it for.
func isNeedless(ended string) bool {
	return ended == onlyNotice || ended == nothingAgreed || ended == noWayBack
}

func (w *walker) refuse(t *browser.Tab) string { return w.decide(t, report.Refused) }
func (w *walker) agree(t *browser.Tab) string  { return w.decide(t, report.Agreed) }

// decide answers the site's question on the page where it was seen, and looks at a few
// pages after it. Until the answer the browser is an anonymous visitor's.
func (w *walker) decide(t *browser.Tab, as report.JourneyName) string {
	t.ContinueAs(report.Anonymous)
	w.open(t, w.question.address)
	a := &answering{walker: w, tab: t, as: as}
	a.give()
	w.noteAnswer(a)
	if a.given == nil {
		return w.whyUnanswered(a)
	}
	w.fewPages(t)
	return ""
}

// whyUnanswered is why the journey ends before the answer.
func (w *walker) whyUnanswered(a *answering) string {
	switch {
	case a.notice:
		return onlyNotice
	case w.question.words == "":
		return fmt.Sprintf(onlyTool, w.question.tool)
	}
	return noButton
}

// noteAnswer keeps how the answer was given.
func (w *walker) noteAnswer(a *answering) {
	w.Banner.Notice = w.Banner.Notice || a.notice
	if a.as == report.Agreed {
		w.Banner.Accept = a.given
	} else {
		w.Banner.Refuse = a.given
	}
}

// withGPC sends the signal from the start: where it counts as a refusal, nothing
// optional may follow.
func (w *walker) withGPC(t *browser.Tab) string {
	w.fewPages(t)
	return ""
}

func (w *walker) fewPages(t *browser.Tab) {
	for _, address := range w.walked[:min(fewPages, len(w.walked))] {
		w.open(t, address)
	}
}
