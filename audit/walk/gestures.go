package walk

import (
	"context"
	"fmt"
	"regexp"

	"github.com/prokken/prokken/audit/banner"
	"github.com/prokken/prokken/audit/browser"
)

// arrive comes to the start page a second time, as from an advertisement found with a
// search engine.
func (w *walker) arrive(t *browser.Tab) {
	if t.Ended() {
		return
	}
	from := *w.Site
	query := from.Query()
	for name, value := range map[string]string{"utm_source": "newsletter", "utm_medium": "email", "gclid": "audit", "fbclid": "audit"} {
		query.Set(name, value)
	}
	from.RawQuery = query.Encode()
	w.notify(from.String())
	w.telling(from.String(), func() { t.VisitFrom(from.String(), "https://www.google.com/") })
	w.pages.done++
}

// asAPhone comes to the start page as a phone does, in the same profile.
func (w *walker) asAPhone(t *browser.Tab) {
	if t.Ended() || !t.BeAPhone() {
		return
	}
	w.notify(w.Site.String())
	w.telling(w.Site.String(), func() { t.Visit(w.Site.String()) })
	w.pages.done++
}

// maxPresses is how many buttons of the start page are pressed.
const maxPresses = 6

// useStartPage does what people do at a page beside reading it: they press what opens
// something, and type into the field that searches.
func (w *walker) useStartPage(t *browser.Tab) {
	if t.Ended() || w.Limits.Stay == 0 {
		return
	}
	w.pages.still = 1
	w.telling(w.Site.String(), func() {
		t.Follow(w.Site.String(), func(ctx context.Context) error {
			t.Sweep(ctx)
			w.pressButtons(ctx, t)
			return w.search(ctx, t)
		})
	})
	w.pages.still = 0
	t.Drop() // the same page
}

// pressButtons presses what opens something; on sites of others what says so itself alone.
func (w *walker) pressButtons(ctx context.Context, t *browser.Tab) {
	frames, presses := t.Frames(ctx), 0
	if len(frames) == 0 {
		return
	}
	view, err := browser.ReadFrame[banner.View](ctx, frames[0], banner.Script)
	if err != nil {
		return
	}
	for _, c := range view.Controls {
		if presses >= maxPresses || ctx.Err() != nil {
			return
		}
		if mayPress(c, w.PressAny) && frames[0].Press(ctx, fmt.Sprintf("%s[%d]", banner.Elements, c.Index)) == nil {
			presses++
			t.Pass(ctx, lookEvery/4)
		}
	}
}

// mayPress reports whether pressing the control does nothing but show something.
func mayPress(c banner.Control, anyButton bool) bool {
	return c.Region < 0 && !c.Switch && !c.Link && !c.Form && (c.Opens || anyButton) &&
		banner.Classify(c.Label, true).Kind == banner.None && !acts.MatchString(c.Label)
}

// acts are words of buttons that do more than show something.
var acts = regexp.MustCompile(
	`(?i)buy|order|pay|check ?out|subscri|delete|remove|log.?(out|in)|sign.?(out|up|in)|register|send|` +
		`submit|download|print|call|share|install|cookie|consent|add to|book|reserve|donate|upload|post|report|like|vote|` +
		`kauf|bestell|lösch|abmeld|anmeld|zahl|senden|acheter|payer|supprimer|envoyer|comprar|pagar|eliminar|enviar|acquista|elimina`,
)

// searchField is the field that searches.
const searchField = `[...document.querySelectorAll('input[type=search], [role=search] input, input[name=q], input[name=s], ' +
	'input[name=search], input[placeholder*=search i]')].find(e => e.getClientRects().length > 0 && !e.disabled)`

// search types into the field that searches, and sends the form where that only asks for a page.
func (w *walker) search(ctx context.Context, t *browser.Tab) error {
	frames := t.Frames(ctx)
	if len(frames) == 0 || frames[0].Press(ctx, searchField) != nil {
		return nil // there is none
	}
	const action = `(e => e?.form && e.form.method === 'get' ? e.form.action : '')(document.activeElement)`
	there, _ := browser.ReadFrame[string](ctx, frames[0], action)
	address, leads := t.LeadsOn(there)
	return frames[0].Type(ctx, "cookies", there != "" && leads && w.Robots.Allows(address))
}
