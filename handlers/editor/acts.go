package editor

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
	editorview "github.com/prokken/prokken/views/editor"
)

// MovePart moves a block or a section up or down.
func (s *Handler) MovePart(c echo.Context) error {
	at, by := c.FormValue("at"), 1
	if c.FormValue("by") == "-1" {
		by = -1
	}
	change := policy.MoveBlock(at, by)
	if anchor, isHeading := policy.HeadingKey(at); isHeading {
		change = policy.MoveSection(anchor, by)
	}
	_, err := web.Site(c).Edit(
		c.Request().Context(),
		site.Edit{Slug: c.Param("slug"), By: s.ViewerOf(c).ID, Change: change},
	)
	if err != nil {
		return s.actFailed(c, at, err)
	}
	return s.backToEditor(c, at, "moved")
}

// RemovePart takes out a block, a cookie, or a section with all that is in it.
// Who removes has seen what they remove.
func (s *Handler) RemovePart(c echo.Context) error {
	v, err := c.FormParams()
	if err != nil {
		return errors.Join(web.ErrBadInput, err)
	}
	at := v.Get("at")
	migration := &policy.ClaimMigration{Drop: dropped(v)}
	edit := site.Edit{Slug: c.Param("slug"), By: s.ViewerOf(c).ID, Part: at, ReadPart: v.Get("read_part")}
	anchor, isHeading := policy.HeadingKey(at)
	name, isCookie := policy.CookieKey(at)
	switch {
	case at == titleKind:
		return models.ErrNotFound
	case isHeading:
		edit.Change, edit.Read = policy.RemoveSection(anchor), v.Get("read")
	case isCookie:
		edit.Change = keepingConsent(web.Site(c), policy.RemoveCookie(name))
	default:
		edit.Change = policy.RemoveBlock(at)
	}
	edit.Change = migration.Change(edit.Change)
	_, err = web.Site(c).Edit(c.Request().Context(), edit)
	if err != nil && len(migration.Lost) > 0 && !web.WantsJSON(c) {
		return s.askRemoval(c, at, migration.Lost, err)
	}
	if err != nil {
		return s.actFailed(c, at, err)
	}
	return s.backToEditor(c, "", "removed")
}

// askRemoval asks whether the checks of the words go, too.
func (s *Handler) askRemoval(c echo.Context, at string, lost []string, cause error) error {
	draft, err := web.Site(c).Draft(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	form, found := s.storedPart(c, draft.Document, at)
	if !found {
		return cause
	}
	form.Dropping = lost
	return s.showEditor(c, http.StatusUnprocessableEntity, draft, editorview.Editor{
		Part:    form,
		Problem: "Some of these words are checked. Removing them also removes the checks: press the button below again to confirm.",
	})
}

// actFailed shows the editor with what was not possible.
func (s *Handler) actFailed(c echo.Context, at string, err error) error {
	var invalid validation.Errors
	isInvalid := errors.As(err, &invalid)
	if web.WantsJSON(c) || !isInvalid && !errors.Is(err, models.ErrConflict) {
		return err
	}
	draft, loadErr := web.Site(c).Draft(c.Request().Context(), c.Param("slug"))
	if loadErr != nil {
		return loadErr
	}
	form, found := s.storedPart(c, draft.Document, at)
	if !found {
		form, _ = s.storedPart(c, draft.Document, titleKind)
	}
	v, status := editorview.Editor{Part: form, Problem: editorNotices["changed"]}, http.StatusConflict
	if isInvalid {
		v.Problem, status = web.FirstOf(invalid), http.StatusUnprocessableEntity
	}
	return s.showEditor(c, status, draft, v)
}

// backToEditor shows the part, if it is still there.
func (s *Handler) backToEditor(c echo.Context, at, notice string) error {
	query := url.Values{"notice": {notice}}
	draft, err := web.Site(c).Draft(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	if at != "" && draft.Document.Has(at) {
		query.Set("at", at)
	}
	return s.Done(c, http.StatusOK, echo.Map{"message": editorNotices[notice]}, editorPath(c, "")+"?"+query.Encode())
}

// UndoChange takes the last change of the draft back.
func (s *Handler) UndoChange(c echo.Context) error {
	at := c.FormValue("at")
	if err := web.Site(c).Undo(c.Request().Context(), c.Param("slug"), c.FormValue("read"), s.ViewerOf(c).ID); err != nil {
		return s.actFailed(c, at, err)
	}
	return s.backToEditor(c, at, "undone")
}

// DiscardPage asks whether the draft is to go.
func (s *Handler) DiscardPage(c echo.Context) error {
	draft, err := web.Site(c).Draft(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	if !draft.Saved || draft.Basis.Number == 0 {
		return c.Redirect(http.StatusSeeOther, editorPath(c, ""))
	}
	page := s.Page(c, "Discard the draft?", "")
	return s.Show(c, http.StatusOK, editorview.DiscardPage(page, editorview.Discard{
		Place: placeOf(c), Title: draft.Document.Title, Read: draft.Read, Number: draft.Basis.Number,
	}))
}

// DiscardDraft throws the draft away. Where nothing is published there is nothing to go back to.
func (s *Handler) DiscardDraft(c echo.Context) error {
	draft, err := web.Site(c).Draft(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	if draft.Basis.Number == 0 {
		return s.actFailed(c, "", validation.Errors{"document": "Nothing is published yet, so the draft is all there is."})
	}
	if err := web.Site(c).Discard(c.Request().Context(), c.Param("slug"), c.FormValue("read")); err != nil {
		return s.actFailed(c, "", err)
	}
	return s.backToEditor(c, "", "discarded")
}
