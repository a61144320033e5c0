package emulator

import (
	"errors"
	"log/slog"
	"net/http"

	"github.com/a-h/templ"
)

func (e *Emulator) show(w http.ResponseWriter, r *http.Request, status int, title string, content templ.Component) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	if err := layout(title, e.stylesheet).Render(templ.WithChildren(r.Context(), content), w); err != nil {
		slog.Warn("a page of the Stripe emulator was cut off", "err", err)
	}
}

// fails shows a refusal, or that the emulator is at fault.
func (e *Emulator) fails(w http.ResponseWriter, r *http.Request, err error) {
	var refused *refusal
	if errors.As(err, &refused) {
		e.show(w, r, http.StatusConflict, "Not done", told("That was not done", refused.message, Prefix+"/", "To the test console"))
		return
	}
	slog.Error("the Stripe emulator cannot save its state", "err", err)
	e.show(w, r, http.StatusInternalServerError, "Not done", told("That was not done", "It could not be stored. Please try again.", "", ""))
}
