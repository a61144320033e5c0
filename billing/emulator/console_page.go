package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
)

// consoleDone is what one reads after an act.
var consoleDone = map[string]string{
	"clock": "Time has passed.", "switches": "The switches are set.", "reset": "All test data is gone.", "card": "The card was changed.",
	"renew_card": "The bank has renewed the card.", "lose_address": "The address is gone. The next invoice cannot be finalized.",
	"finalize": "The invoice is finalized.",
	"expire":   "The page has expired.", "end": "The subscription has ended.", "settle": "The bank has paid.", "return": "The bank has returned it.",
	"refund": "It was refunded.", "fail_refund": "The refund has failed.", "dispute": "It is disputed.", "win": "The dispute is won.",
	"lose": "The dispute is lost.", "resend": "It is sent again.",
}

func (e *Emulator) showConsole(w http.ResponseWriter, r *http.Request) {
	v, found := e.lookConsole(r.PathValue("page"))
	if !found {
		e.show(w, r, http.StatusNotFound, "No such page", notFoundPage())
		return
	}
	v.done = consoleDone[r.URL.Query().Get("done")]
	e.show(w, r, http.StatusOK, v.title, consolePage(v))
}

// actInConsole does an act and leads back to the page that it was on.
func (e *Emulator) actInConsole(w http.ResponseWriter, r *http.Request) {
	page, act := r.PathValue("page"), r.PostFormValue("act")
	v, found := e.lookConsole(page)
	do, known := consoleActs[act]
	if !found || !known {
		e.show(w, r, http.StatusNotFound, "No such page", notFoundPage())
		return
	}
	err := do(e, r)
	var refused *refusal
	switch {
	case errors.As(err, &refused):
		v.wrong = refused.message
		e.show(w, r, http.StatusConflict, v.title, consolePage(v))
	case err != nil:
		e.fails(w, r, err)
	case page == "" || page == "reset":
		http.Redirect(w, r, ConsolePath+"?done="+act, http.StatusSeeOther)
	default:
		http.Redirect(w, r, ConsolePath+"console/"+page+"?done="+act, http.StatusSeeOther)
	}
}

// showObject is an object as the API shows it.
func (e *Emulator) showObject(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	text, found := e.objectText(id)
	if !found {
		e.show(w, r, http.StatusNotFound, "No such page", notFoundPage())
		return
	}
	e.show(w, r, http.StatusOK, id, objectPage(id, text))
}

func (e *Emulator) objectText(id string) (string, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	one, found := e.state.object(id)
	if event := e.state.events.look(id); event != nil {
		one, found = event, true
	}
	if !found {
		return "", false
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(e.render(one)) // plain data
	return text.String(), true
}
