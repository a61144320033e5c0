package walk

import (
	"context"
	"fmt"
	"time"

	"github.com/prokken/prokken/audit/banner"
	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/report"
)

// answering is one answer to the site's question while it is given.
type answering struct {
	*walker
	tab   *browser.Tab
	as    report.JourneyName
	given *report.Button // nil: not yet
	// notice says that what was pressed only closes a notice.
	notice bool
}

// wanted is what a button has to do.
func (a *answering) wanted() banner.Kind {
	if a.as == report.Agreed {
		return banner.Accept
	}
	return banner.Refuse
}

// give answers the question of the page that is shown: with the button that says so, as the
// rules for consent tools do, with one behind "Settings", or there by turning off what is
// on. A notice can only be closed.
func (a *answering) give() {
	if c, found := a.find(a.question.after+a.Limits.Stay, a.wanted()); found {
		a.press(c, 1)
	}
	if a.given == nil {
		a.byRules()
	}
	if layer, found := a.find(0, banner.Manage); a.given == nil && found {
		a.giveBehind(layer)
	}
	if c, found := a.find(0, banner.Acknowledge); a.given == nil && found {
		a.notice = true
		if a.as == report.Agreed {
			a.press(c, 1)
		}
	}
}

// layerTime is how long a second layer may take to open.
const layerTime = 2 * time.Second

// giveBehind answers on the second layer.
func (a *answering) giveBehind(manage control) {
	if !a.click(manage, report.Anonymous) {
		return
	}
	if c, found := a.find(layerTime, a.wanted()); found {
		a.press(c, 2)
		return
	}
	if c, found := a.find(0, banner.Save); found && a.as == report.Refused {
		a.press(c, 2+a.turnOff(c, report.Anonymous))
	}
}

// turnOff presses the switches that are on beside the control, and counts them.
func (a *answering) turnOff(save control, as report.JourneyName) (presses int) {
	for _, s := range save.view.Switches(save.Region) {
		if a.click(control{s, save.sight}, as) {
			presses++
		}
	}
	return presses
}

// control is one that was found, and where.
type control struct {
	banner.Control
	sight
}

// find looks for a control of that kind until the page had so much time to show it.
func (a *answering) find(wait time.Duration, kind banner.Kind) (control, bool) {
	for left := wait; ; left -= lookEvery / 2 {
		ctx, cancel := a.tab.Look()
		all := views(ctx, a.tab)
		cancel()
		for _, s := range all {
			if c, found := s.view.Choose(kind); found {
				return control{c, s}, true
			}
		}
		if left <= 0 || a.tab.Ended() {
			return control{}, false
		}
		a.tab.Rest(lookEvery / 2)
	}
}

// press gives the answer, and notes how hard that was.
func (a *answering) press(c control, presses int) {
	if a.click(c, a.as) {
		measured := c.Measure()
		measured.Presses = presses
		a.given = &measured
	}
}

// click presses the control as somebody who has decided so much; what the page does then
// belongs to it.
func (a *answering) click(c control, as report.JourneyName) bool {
	pressed := false
	a.tab.Follow(a.tab.At().String(), func(ctx context.Context) error {
		a.tab.ContinueAs(as)
		if as == a.as {
			a.tab.StayHere()
		}
		err := c.frame.Press(ctx, fmt.Sprintf("%s[%d]", banner.Elements, c.Index))
		pressed = err == nil
		return err
	})
	a.tab.Join() // the same page
	return pressed
}
