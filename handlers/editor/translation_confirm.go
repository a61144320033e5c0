package editor

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site/translation"
	editorview "github.com/prokken/prokken/views/editor"
)

// ConfirmTranslation stores what somebody confirms of the sentences of a translation.
func (s *Handler) ConfirmTranslation(c echo.Context) error {
	typed, err := c.FormParams()
	if err != nil {
		return errors.Join(web.ErrBadInput, err)
	}
	identity, _ := s.Identity(c)
	language, _ := policy.FindLanguage(c.Param("language"))
	confirming := translation.Confirming{
		Slug: c.Param("slug"), Language: language.Code, Read: typed.Get("read"), By: identity.User.ID,
		Keys: typed["key"], Reason: web.Printable(typed.Get("reason")),
		Note: func(ctx context.Context, tx *models.DB) error {
			detail := c.Param("slug") + " in " + language.English
			return s.Auth.RecordActivityIn(ctx, tx, identity, activity.PolicyConfirmed, detail)
		},
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
