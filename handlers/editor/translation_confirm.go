package editor

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/site/translation"
	"github.com/prokken/prokken/validation"
	editorview "github.com/prokken/prokken/views/editor"
)

// ConfirmTranslation stores what somebody confirms of the sentences of a translation.
func (s *Handler) ConfirmTranslation(c echo.Context) error {
	typed, err := c.FormParams()
	if err != nil {
		return errors.Join(web.ErrBadInput, err)
	}
	confirming := translation.Confirming{
		Slug: c.Param("slug"), Language: c.Param("language"), Read: typed.Get("read"), By: s.ViewerOf(c).ID,
		Keys: typed["key"], Reason: web.Printable(typed.Get("reason")),
		Note: s.notingTranslation(c, activity.PolicyConfirmed),
	}
	if web.HoldsNUL(typed) {
		return s.translationUnconfirmed(c, confirming, validation.Errors{"reason": web.RemovedNUL})
	}
	if err := web.Site(c).Translations.Confirm(c.Request().Context(), confirming); err != nil {
		return s.translationUnconfirmed(c, confirming, err)
	}
	message := echo.Map{"message": translationNotices["confirmed"]}
	return s.Done(c, http.StatusOK, message, translationPath(c)+"/preview?notice=confirmed")
}

// translationUnconfirmed shows the page again with what was chosen and typed.
func (s *Handler) translationUnconfirmed(c echo.Context, typed translation.Confirming, cause error) error {
	v := editorview.TranslationPreview{Confirm: editorview.ConfirmTranslation{Keys: typed.Keys, Reason: typed.Reason}}
	switch {
	case web.WantsJSON(c):
		return cause
	case errors.As(cause, &v.Confirm.Invalid):
		return s.showTranslationPreview(c, http.StatusUnprocessableEntity, v)
	case errors.Is(cause, models.ErrConflict):
		v.Problem = "Nothing is confirmed: the words have changed in the meantime. They are shown below."
		return s.showTranslationPreview(c, http.StatusConflict, v)
	}
	return cause
}
