package walk

import (
	"context"
	"fmt"
	"time"

	"github.com/prokken/prokken/audit/banner"
	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/report"
)

// How long the rules for consent tools may take to find a question, and how many times
// they may press something.
const (
	rulesFind    = 2 * time.Second
	rulesPresses = 8
)

// detectByRules is the consent tool whose question the page shows, by the rules; "" if they
// know none.
func detectByRules(t *browser.Tab) string {
	ctx, cancel := t.Look()
	defer cancel()
	for _, r := range startRules(ctx, t, banner.RulesDetect) {
		if state := r.await(ctx, rulesFind, func(s banner.RulesState) bool { return s.Popup }); state.Popup {
			return state.Tool
		}
	}
	return ""
}

// ruled is a document in which the rules run.
type ruled struct {
	tab     *browser.Tab
	frame   browser.Frame
	pressed int
}

func startRules(ctx context.Context, t *browser.Tab, answer string) []*ruled {
	var all []*ruled
	for _, f := range t.FramesApart(ctx) {
		if started, err := browser.ReadFrame[bool](ctx, f, banner.RulesScript(answer)); err == nil && started {
			all = append(all, &ruled{tab: t, frame: f})
		}
	}
	return all
}

// await reads the state until it is as wanted, or nothing more comes.
func (r *ruled) await(ctx context.Context, limit time.Duration, wanted func(banner.RulesState) bool) banner.RulesState {
	for left := limit; ; left -= lookEvery / 5 {
		state, err := browser.ReadFrame[banner.RulesState](ctx, r.frame, banner.RulesStateScript)
		if err != nil || wanted(state) || state.Ended || left <= 0 || ctx.Err() != nil {
			return state
		}
		r.tab.Pass(ctx, lookEvery/5)
	}
}

// byRules has the rules for consent tools give the answer. They say what is pressed; it
// is pressed with the mouse.
func (a *answering) byRules() {
	answer := banner.RulesRefuse
	if a.as == report.Agreed {
		answer = banner.RulesAccept
	}
	a.tab.Follow(a.tab.At().String(), func(ctx context.Context) error {
		for _, r := range startRules(ctx, a.tab, answer) {
			a.pressByRule(ctx, r)
			if a.given != nil {
				break
			}
		}
		return nil
	})
	a.tab.Join() // the same page
}

// pressByRule presses what the rules press in one document; the last press decides.
func (a *answering) pressByRule(ctx context.Context, r *ruled) {
	isNew := func(s banner.RulesState) bool { return len(s.Clicks) > r.pressed }
	wait := rulesFind
	for range rulesPresses {
		state := r.await(ctx, wait, isNew)
		if wait = lookEvery * 3; !isNew(state) {
			return
		}
		for ; r.pressed < len(state.Clicks); r.pressed++ {
			a.tab.ContinueAs(a.as)
			a.tab.StayHere()
			c := state.Clicks[r.pressed]
			if r.frame.Press(ctx, fmt.Sprintf("%s[%d]", banner.RulesElements, c.Index)) == nil {
				measured := c.Measure()
				measured.Presses = r.pressed + 1
				a.given = &measured
			}
		}
	}
}
