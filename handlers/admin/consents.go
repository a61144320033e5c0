package admin

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/site/consent"
	"github.com/prokken/prokken/validation"
	adminview "github.com/prokken/prokken/views/admin"
)

// AdminConsents counts the choices on record that a search finds.
func (s *Handler) AdminConsents(c echo.Context) error {
	v := adminview.Consents{Search: consent.Search{
		From: searched(c, "from"), Until: searched(c, "until"),
		Version: searched(c, "version"), Number: searched(c, "number"),
	}}
	filter, err := web.Site(c).Consents.ParseSearch(v.Search)
	if errors.As(err, &v.Invalid) {
		return s.showConsents(c, http.StatusUnprocessableEntity, v)
	}
	if v.Count, err = web.Site(c).Consents.Count(c.Request().Context(), filter); err != nil {
		return err
	}
	return s.showConsents(c, http.StatusOK, v)
}

func (s *Handler) showConsents(c echo.Context, status int, v adminview.Consents) error {
	return s.Show(c, status, adminview.ConsentsPage(s.Page(c, "Choices about cookies", ""), v))
}

// ExportConsents sends the choices that a search finds, a line of JSON each, as they are
// read. The activity log says who took them before the first is sent.
func (s *Handler) ExportConsents(c echo.Context) error {
	search := consent.Search{
		From: c.FormValue("from"), Until: c.FormValue("until"),
		Version: c.FormValue("version"), Number: c.FormValue("number"),
	}
	filter, err := web.Site(c).Consents.ParseSearch(search)
	var invalid validation.Errors
	if errors.As(err, &invalid) {
		return s.showConsents(c, http.StatusUnprocessableEntity, adminview.Consents{Search: search, Invalid: invalid})
	}
	if err := s.noteExport(c, search); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "application/x-ndjson")
	h.Set(echo.HeaderContentDisposition, `attachment; filename="consents.ndjson"`)
	c.Response().WriteHeader(http.StatusOK)
	if _, err := web.Site(c).Consents.Export(c.Request().Context(), c.Response(), filter); err != nil {
		web.LogFailure(c, fmt.Errorf("an export of choices is cut off: %w", err))
		panic(http.ErrAbortHandler) // so that nobody takes a part for all of it
	}
	return nil
}

func (s *Handler) noteExport(c echo.Context, search consent.Search) error {
	identity, err := s.Identity(c)
	if err != nil {
		return err
	}
	return activity.Add(c.Request().Context(), s.DB, &activity.Entry{
		ID: models.NewID(), ActorID: &identity.User.ID, Action: activity.ConsentsExported, Detail: search.String(),
		Network: identity.From.Network(), Browser: identity.From.Browser(), CreatedAt: s.Now(),
	})
}
