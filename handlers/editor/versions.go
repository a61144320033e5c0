package editor

import (
	"cmp"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views"
	editorview "github.com/prokken/prokken/views/editor"
	legalview "github.com/prokken/prokken/views/legal"
)

func (s *Handler) AdminVersions(c echo.Context) error {
	slug := c.Param("slug")
	before, err := web.BeforeNumber(c)
	if err != nil {
		return err
	}
	versions, err := web.Site(c).Versions(c.Request().Context(), slug, before)
	if err != nil {
		return err
	}
	draft, err := web.Site(c).Draft(c.Request().Context(), slug)
	if err != nil {
		return err
	}
	list := legalview.NewVersions(draft.Document.Title, slug, versions, before, s.Now())
	page := s.Page(c, "Versions: "+list.Title, "")
	return s.Show(c, http.StatusOK, editorview.VersionsPage(page, editorview.Versions{Place: placeOf(c), List: list}))
}

// RestoreVersion makes an old version the draft. It asks first where that would
// overwrite one.
func (s *Handler) RestoreVersion(c echo.Context) error {
	number, err := web.VersionNumber(c.FormValue("number"))
	if err != nil {
		return err
	}
	draft, err := web.Site(c).Draft(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	read := c.FormValue("read")
	if draft.Saved && read == "" {
		return s.askRestore(c, http.StatusOK, draft, number, "")
	}
	if read == "" {
		read = draft.Read
	}
	err = web.Site(c).Restore(c.Request().Context(), c.Param("slug"), number, read, s.ViewerOf(c).ID)
	switch {
	case errors.Is(err, models.ErrConflict):
		return s.askRestore(
			c,
			http.StatusConflict,
			draft,
			number,
			"Someone has changed the draft. Please review it again.",
		)
	case err != nil:
		return s.actFailed(c, "", err)
	}
	return s.backToEditor(c, "", "restored")
}

// askRestore: a script is told what to send, once the draft was looked at.
func (s *Handler) askRestore(c echo.Context, status int, draft site.Draft, number int64, problem string) error {
	if web.WantsJSON(c) {
		invalid := validation.Errors{
			"read": "There is a draft already. To replace it, send the sha256 of the draft that you looked at.",
		}
		return web.ProblemJSON(
			c,
			views.Problem{Status: http.StatusConflict, Message: cmp.Or(problem, invalid["read"])},
			invalid,
		)
	}
	page := s.Page(c, "Replace the draft?", "")
	return s.Show(c, status, editorview.RestorePage(page, editorview.Restore{
		Place: placeOf(c), Title: draft.Document.Title, Read: draft.Read, Number: number, Problem: problem,
	}))
}
