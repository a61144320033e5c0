package legal

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	consentrows "github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site/consent"
	"github.com/prokken/prokken/validation"
)

const YourCookiesPath = "/legal/your-cookies"

// Consent takes a visitor's choice: everything, nothing, some categories, or
// everything back. What it cannot record it does not keep.
func (s *Handler) Consent(c echo.Context) error {
	r := c.Request()
	if err := r.ParseForm(); err != nil {
		return errors.Join(web.ErrBadInput, err)
	}
	next := nextOf(r.PostForm.Get("next"))
	answer, withdraws, err := s.answer(c, s.CurrentPages().consents.question, next)
	if err != nil {
		return err
	}
	choice, err := web.Site(c).Consents.Save(r.Context(), answer)
	switch {
	case errors.Is(err, consent.ErrNothingToAsk):
		return s.Done(c, http.StatusOK, echo.Map{"message": "There is nothing to choose."}, next)
	case errors.Is(err, consent.ErrAskedAnew):
		return s.askAnew(c, next)
	case err != nil:
		return err
	}
	s.takeBack(c, answer.Previous.Granted, choice.Granted, withdraws)
	s.keep(c, choice)
	if withdraws {
		return s.Done(
			c,
			http.StatusOK,
			echo.Map{"message": "Your consent is withdrawn."},
			YourCookiesPath+"?notice=withdrawn",
		)
	}
	return s.Done(c, http.StatusOK, echo.Map{"message": "Your choice is saved."}, noticed(next, "saved"))
}

// nextOf is the page that the form stood on. A notice there is over.
func nextOf(typed string) string {
	if path, _, _ := strings.Cut(typed, "?"); path == YourCookiesPath || !web.IsLocal(typed) {
		return YourCookiesPath
	}
	return typed
}

// noticed has the page about cookies say what happened; others show it by
// themselves.
func noticed(next, notice string) string {
	if next == YourCookiesPath {
		return next + "?notice=" + notice
	}
	return next
}

// answer reads the form. Its source follows from where the form stood.
func (s *Handler) answer(
	c echo.Context,
	q consent.Request,
	next string,
) (a consent.Answer, withdraws bool, err error) {
	r := c.Request()
	a = consent.Answer{
		Asked: r.PostForm.Get("asked"), GPC: signalled(c), Languages: r.Header.Get("Accept-Language"),
		Previous: s.choice(c), Source: consentrows.FromBanner,
	}
	if next == YourCookiesPath {
		a.Source = consentrows.FromPage
	}
	switch r.PostForm.Get("choice") {
	case "accept":
		a.Granted = q.Categories
	case "choose":
		a.Granted = slices.DeleteFunc(
			slices.Clone(q.Categories),
			func(category cookie.Category) bool { return !r.PostForm.Has("category." + string(category)) },
		)
	case "refuse":
	case "withdraw":
		a.Source, withdraws = consentrows.FromWithdrawal, true
	default:
		return a, false, validation.Errors{"choice": "Please choose: accept, refuse, or some of the categories."}
	}
	return a, withdraws, nil
}

// askAnew: the visitor's page is from before a publication. The next one asks.
func (s *Handler) askAnew(c echo.Context, next string) error {
	if web.WantsJSON(c) {
		return models.ErrConflict
	}
	return c.Redirect(http.StatusSeeOther, noticed(next, "changed"))
}

// takeBack expires the optional cookies that are not granted any more: those of
// categories that were, those that the request shows, or, for a withdrawal, all. The mint takes
// back no necessary one.
func (s *Handler) takeBack(c echo.Context, before, now consent.Categories, everything bool) {
	shown := map[string]bool{}
	for _, received := range cookie.ReceivedFrom(c.Request()) {
		shown[received.Name] = true
	}
	var names []string
	for _, d := range web.Site(c).Cookies() {
		had := everything || shown[d.Name] || before.Has(d.Category)
		if had && !now.Has(d.Category) {
			names = append(names, d.Name)
		}
	}
	s.Mint.TakeBack(c.Response(), c.Request(), names...)
}

// Gpc says that the signal is honoured (Global Privacy Control, "GPC Support
// Resource").
func (s *Handler) Gpc(c echo.Context) error {
	support := map[string]any{"gpc": true}
	if v, found := web.Site(c).Snapshot().Find(policy.CookiePolicy); found {
		support["lastUpdate"] = v.PublishedOn.Format("2006-01-02")
	}
	return c.JSON(http.StatusOK, support)
}
