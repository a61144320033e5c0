package pages

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/render"
	"github.com/prokken/prokken/billing/emulator/store"
)

// consoleDone is what one reads after an act.
var consoleDone = map[string]string{
	"clock": "Time has passed.", "switches": "The switches are set.",
	"reset": "All test data is gone.", "card": "The card was changed.",
	"renew_card":   "The bank has renewed the card.",
	"lose_address": "The address is gone. The next invoice cannot be finalized.",
	"finalize":     "The invoice is finalized.",
	"expire":       "The page has expired.", "end": "The subscription has ended.",
	"settle": "The bank has paid.", "return": "The bank has returned it.",
	"refund": "It was refunded.", "fail_refund": "The refund has failed.",
	"dispute": "It is disputed.", "win": "The dispute is won.",
	"lose": "The dispute is lost.", "resend": "It is sent again.",
}

func (p *consolePages) show(w http.ResponseWriter, r *http.Request) {
	v, found := p.look(r.PathValue("page"))
	if !found {
		p.write(w, r, http.StatusNotFound, "No such page", notFoundPage())
		return
	}
	v.done = consoleDone[r.URL.Query().Get("done")]
	p.write(w, r, http.StatusOK, v.title, consolePage(v))
}

// act does an act and leads back to the page that it was on.
func (p *consolePages) act(w http.ResponseWriter, r *http.Request) {
	page, act := r.PathValue("page"), r.PostFormValue("act")
	v, found := p.look(page)
	do, known := consoleActs[act]
	if !found || !known {
		p.write(w, r, http.StatusNotFound, "No such page", notFoundPage())
		return
	}
	err := do(p, r)
	var refused *apierror.Error
	switch {
	case errors.As(err, &refused):
		v.wrong = refused.Message
		p.write(w, r, http.StatusConflict, v.title, consolePage(v))
	case err != nil:
		p.fail(w, r, err)
	case page == "" || page == "reset":
		http.Redirect(w, r, ConsolePath+"?done="+act, http.StatusSeeOther)
	default:
		http.Redirect(w, r, ConsolePath+"console/"+page+"?done="+act, http.StatusSeeOther)
	}
}

// showObject is an object as the API shows it.
func (p *consolePages) showObject(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	text, found := p.objectText(id)
	if !found {
		p.write(w, r, http.StatusNotFound, "No such page", notFoundPage())
		return
	}
	p.write(w, r, http.StatusOK, id, objectPage(id, text))
}

// objectText is an object as the API shows it, indented.
func (p *consolePages) objectText(id string) (shown string, found bool) {
	p.store.View(func(tx *store.Tx) {
		one, known := tx.Object(id)
		if event := tx.Events.Look(id); event != nil {
			one, known = event, true
		}
		if known {
			shown, found = indented(render.Object(tx, one)), true
		}
	})
	return shown, found
}

func indented(object any) string {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(object) // plain data
	return text.String()
}
