package editor

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/site/confirmation"
	"github.com/prokken/prokken/views"
	editorview "github.com/prokken/prokken/views/editor"
)

// asPrefix begins the fields that say what a sentence is confirmed as; its key follows.
const asPrefix = "as."

// ConfirmSentences stores what somebody confirms of the sentences that the server cannot read.
func (s *Handler) ConfirmSentences(c echo.Context) error {
	typed, err := c.FormParams()
	if err != nil {
		return errors.Join(web.ErrBadInput, err)
	}
	confirming := confirmation.Confirming{
		Slug: c.Param("slug"), Read: typed.Get("read"), By: s.ViewerOf(c).ID, As: chosenIn(typed),
		Reason: web.Printable(typed.Get("reason")), Note: s.noting(c, activity.PolicyConfirmed),
	}
	for _, one := range companionsOf(typed) {
		confirming.With = append(confirming.With, confirmation.Companion{Slug: one.Slug, Read: one.Read})
	}
	if err := web.Site(c).Confirmations.Confirm(c.Request().Context(), confirming); err != nil {
		return s.confirmFailed(c, confirming, err)
	}
	return s.reviewedWith(c, "confirmed", keptQuery(typedForm(typed)))
}

// chosenIn returns what the sentences are confirmed as, by their keys.
func chosenIn(typed url.Values) map[string]string {
	chosen := map[string]string{}
	for name := range typed {
		if key, isChoice := strings.CutPrefix(name, asPrefix); isChoice && typed.Get(name) != "" {
			chosen[key] = web.Printable(typed.Get(name))
		}
	}
	return chosen
}

// confirmFailed shows the page again with what was chosen.
func (s *Handler) confirmFailed(c echo.Context, typed confirmation.Confirming, cause error) error {
	v := editorview.Review{
		Form:    typedForm(sentBy(c)),
		Confirm: editorview.ConfirmForm{As: typed.As, Reason: typed.Reason},
	}
	status := http.StatusUnprocessableEntity
	switch {
	case errors.As(cause, &v.Confirm.Invalid):
		v.Problem = web.FirstOf(v.Confirm.Invalid)
	case errors.Is(cause, models.ErrConflict):
		v.Problem, status = editorNotices["changed"], http.StatusConflict
	default:
		return cause
	}
	if web.WantsJSON(c) {
		return web.ProblemJSON(c, views.Problem{Status: status, Message: v.Problem}, v.Confirm.Invalid)
	}
	return s.showReview(c, status, v)
}
