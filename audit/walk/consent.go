package walk

import (
	"context"
	"strconv"

	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/report"
)

// Why the journeys of those who decide are short.
const (
	noQuestion = "The site asks nothing about cookies."
	noButton   = "The site asks about cookies, but no button was found that gives this answer."
)

func (w *walker) refuse(t *browser.Tab) string { return w.decide(t, report.Refused) }
func (w *walker) agree(t *browser.Tab) string  { return w.decide(t, report.Agreed) }

// decide answers the site's question on the start page, and looks at a few pages
// after it. Until the answer the browser is an anonymous visitor's.
func (w *walker) decide(t *browser.Tab, as report.JourneyName) string {
	t.ContinueAs(report.Anonymous)
	w.open(t, w.Site.String())
	pressed := false
	t.Follow(t.At().String(), func(ctx context.Context) error {
		t.ContinueAs(as)
		t.StayHere()
		var err error
		pressed, err = press(ctx, as == report.Agreed)
		return err
	})
	t.Join() // the same page
	if !pressed {
		return noButton
	}
	w.fewPages(t)
	return ""
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

// asks reports whether the page asks about cookies: it has a button for one of the
// answers. Of a page that does not tell it is taken for granted.
func asks(t *browser.Tab) bool {
	shown, err := t.Shows("!!((" + findButton + ")(true) ?? (" + findButton + ")(false))")
	return shown || err != nil
}

// press finds the button that answers the question about cookies, and presses it.
func press(ctx context.Context, agree bool) (bool, error) {
	return browser.Evaluate[bool](
		ctx,
		"(b => { b?.click(); return !!b })(("+findButton+")("+strconv.FormatBool(agree)+"))",
	)
}

// findButton knows the buttons of common banners by their names, and others by
// what stands on them.
const findButton = `(agree) => {
	const names = agree
		? ['button[name=choice][value=accept]', '#onetrust-accept-btn-handler', '#CybotCookiebotDialogBodyLevelButtonLevelOptinAllowAll', '.cky-btn-accept', '.cm-btn-success', '#didomi-notice-agree-button', '.cc-allow', '.fc-cta-consent']
		: ['button[name=choice][value=refuse]', '#onetrust-reject-all-handler', '#CybotCookiebotDialogBodyButtonDecline', '.cky-btn-reject', '.cm-btn-decline', '#didomi-notice-disagree-button', '.cc-deny', '.fc-cta-do-not-consent'];
	const words = agree
		? /^(i )?(accept|agree|allow|consent)( to)?( all)?( cookies)?( and close)?$/i
		: /^((reject|refuse|decline|deny|disagree)( to)?( all)?( optional)?( cookies)?|(only|use|accept)? ?(strictly )?(necessary|essential)( cookies)?( only)?|continue without (accepting|agreeing))$/i;
	const shown = (e) => e.getClientRects().length > 0;
	const buttons = () => [...document.querySelectorAll('button, [role=button], input[type=submit], a')].slice(0, 3000);
	return names.map(n => document.querySelector(n)).find(e => e && shown(e))
		?? buttons().find(e => shown(e) && words.test((e.innerText || e.value || '').trim()));
}`
