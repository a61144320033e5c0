package walk

import (
	"net/http"
	"regexp"
	"slices"

	"github.com/prokken/prokken/audit/banner"
	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/report"
)

// Why a yes was not taken back.
const (
	nothingAgreed = "Nobody could agree, so nothing was withdrawn."
	noWayBack     = report.NoWayBack
)

// withdraw agrees, finds the way back, takes it, and looks at what is kept on a few pages
// after it. Until then the browser is one of somebody who agreed.
func (w *walker) withdraw(t *browser.Tab) string {
	t.ContinueAs(report.Anonymous)
	w.open(t, w.question.address)
	a := &answering{walker: w, tab: t, as: report.Agreed}
	if a.give(); a.given == nil {
		return nothingAgreed
	}
	presses := w.goBack(a)
	if presses == 0 {
		w.note("%s", noWayBack)
		return noWayBack
	}
	w.Banner.Withdrawal = presses
	t.ContinueAs(report.Withdrawn)
	t.StayHere()
	w.open(t, w.question.address)
	w.fewPages(t)
	return ""
}

// aboutCookies are pages on which sites let a choice be changed.
var aboutCookies = regexp.MustCompile(
	`(?i)cookie|consent|privacy|datenschutz|einwilligung|confidentialite|privacidad|preferences`,
)

// maxWays is how many pages are opened to look for the way back.
const maxWays = 4

// goBack takes the way back from the page that is shown, from the same one opened again,
// or from a page about cookies. It counts the presses; 0: there is none.
func (w *walker) goBack(a *answering) int {
	if presses := a.takeBack(); presses > 0 {
		return presses
	}
	ways := []string{w.question.address}
	guess := w.Client.At("/legal/your-cookies")
	if w.servesPolicy() {
		ways = append(ways, guess)
	}
	for _, address := range w.walked {
		if aboutCookies.MatchString(address) && !slices.Contains(ways, address) && len(ways) < maxWays {
			ways = append(ways, address)
		}
	}
	for i, address := range ways {
		if a.tab.Ended() {
			return 0
		}
		if p := w.open(a.tab, address); address == guess && p.Status >= http.StatusBadRequest {
			a.tab.Drop() // no link led there
			continue
		}
		if i > 0 {
			if c, found := a.find(0, banner.Refuse); found && a.click(c, report.Agreed) {
				return 2
			}
		}
		if presses := a.takeBack(); presses > 0 {
			return 1 + presses
		}
	}
	return 0
}

// servesPolicy reports whether the policy is one that Prokken serves there: only then a page
// is opened that no link leads to.
func (w *walker) servesPolicy() bool { return w.Source.Source == w.Client.PolicyAddress() }

// takeBack presses what leads back on the page that is shown, and refuses there.
func (a *answering) takeBack() (presses int) {
	way, found := a.findWayBack()
	if !found || !a.click(way, report.Agreed) {
		return 0
	}
	if c, found := a.find(layerTime, banner.Refuse); found && a.click(c, report.Agreed) {
		return 2
	}
	if c, found := a.find(0, banner.Save); found {
		off := a.turnOff(c, report.Agreed)
		if a.click(c, report.Agreed) {
			return 2 + off
		}
	}
	if banner.Classify(way.Label, true).Kind == banner.Withdraw && !way.Link {
		return 1
	}
	return 0
}

// findWayBack looks for what takes a yes back, or opens what asked.
func (a *answering) findWayBack() (control, bool) {
	ctx, cancel := a.tab.Look()
	defer cancel()
	for _, s := range views(ctx, a.tab) {
		if c, found := s.view.WayBack(); found {
			return control{c, s}, true
		}
	}
	return control{}, false
}
