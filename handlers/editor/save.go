package editor

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/form"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
	editorview "github.com/prokken/prokken/views/editor"
)

// SavePart keeps the part in the draft. Sent while one types, it answers with
// what has to be brought up to date; otherwise it leads back to the editor. What
// cannot be saved stays in the form.
func (s *Handler) SavePart(c echo.Context) error {
	p, err := s.readPart(c)
	if err != nil {
		return err
	}
	if p.form.Kind == cookieKind && c.Param("slug") != policy.CookiePolicy {
		return models.ErrNotFound // the others declare none
	}
	if p.hadNUL {
		return s.partInvalid(c, p, validation.Errors{"part": web.RemovedNUL})
	}
	change, invalid := p.change()
	if len(invalid) > 0 {
		return s.partInvalid(c, p, invalid)
	}
	draft, err := web.Site(c).Edit(c.Request().Context(), site.Edit{
		Slug: c.Param("slug"), By: s.ViewerOf(c).ID, Part: p.part(), ReadPart: p.form.Read,
		Change: p.migration.Change(p.noting(change)),
	})
	var found validation.Errors
	switch {
	case errors.Is(err, models.ErrConflict):
		return s.partConflict(c, p)
	case errors.As(err, &found) && p.isGone(draft, found):
		return s.partConflict(c, p)
	case errors.As(err, &found):
		return s.partInvalid(c, p, invalidOf(p.form.Key, found))
	case err != nil:
		return err
	}
	return s.partSaved(c, p, draft)
}

// isAutosave reports whether htmx sends the form while one types.
func isAutosave(c echo.Context) bool { return c.Request().Header.Get("HX-Request") == "true" }

// newRow is the row behind those that were typed; nil if there is none.
func newRow(fields []form.Field, typed url.Values) *form.Field {
	if len(fields) == 0 {
		return nil
	}
	last := &fields[len(fields)-1]
	if last.Type != form.TypeRow || typed.Has(last.Fields[0].Name) {
		return nil
	}
	return last
}

func (s *Handler) partSaved(c echo.Context, p *partPost, draft site.Draft) error {
	at := p.keyNow(draft.Document)
	carried := p.migration.Since(p.carriedBefore(), draft.Document)
	if isAutosave(c) {
		part, _ := s.storedPart(c, draft.Document, at)
		part.Fields, part.Carried = s.shownFields(c, p, draft.Document), carried
		part.NewRow = newRow(part.Fields, p.values)
		v, err := s.editorOf(c, draft, editorview.Editor{Part: part})
		if err != nil {
			return err
		}
		return s.Show(c, http.StatusOK, editorview.Saved(s.Page(c, "", ""), v, "Saved"))
	}
	if web.WantsJSON(c) {
		return c.JSON(
			http.StatusOK,
			echo.Map{
				"message":   editorNotices["saved"],
				"at":        at,
				"read_part": draft.Document.PartHash(at),
				"carried":   carried,
			},
		)
	}
	if next := c.FormValue("next"); len(carried) == 0 && web.IsLocal(next) && strings.HasPrefix(next, web.BackOfficePath(c)+"/") {
		return c.Redirect(http.StatusSeeOther, next) // they were on the way there
	}
	query := url.Values{"at": {at}, "notice": {"saved"}}
	if p.consentChanged(draft.Document) {
		query.Set("notice", "consent")
	}
	for _, one := range carried {
		query.Add("carried", one.UID)
		query.Add("now", one.Now)
	}
	return c.Redirect(http.StatusSeeOther, editorPath(c, "")+"?"+query.Encode())
}

// partInvalid shows the form again, as it was typed, with what to correct.
func (s *Handler) partInvalid(c echo.Context, p *partPost, invalid validation.Errors) error {
	if web.WantsJSON(c) {
		return s.Correct(c, invalid, nil)
	}
	draft, err := web.Site(c).Draft(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	form := p.form
	form.Invalid, form.Lost = invalid, p.migration.Lost
	form = s.partForm(c, draft.Document, form, p.values)
	if isAutosave(c) {
		return s.Show(
			c,
			http.StatusUnprocessableEntity,
			editorview.NotSaved(form, "Not saved yet: please check the marked fields."),
		)
	}
	return s.showEditor(c, http.StatusUnprocessableEntity, draft, editorview.Editor{Part: form})
}
