package editor

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/diff"
	editorview "github.com/prokken/prokken/views/editor"
)

// partConflict shows what someone else made of the part beside what was typed.
// The form then is about theirs: sending it again keeps mine.
func (s *Handler) partConflict(c echo.Context, p *partPost) error {
	if isAutosave(c) {
		return s.Show(c, http.StatusConflict, editorview.EditorConflict())
	}
	if web.WantsJSON(c) {
		return models.ErrConflict
	}
	draft, err := web.Site(c).Draft(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	form := p.form
	if draft.Document.Has(form.Key) {
		form.Read, form.Adding = draft.Document.PartHash(form.Key), false
	} else {
		form = addAgain(draft.Document, form)
	}
	form = s.partForm(c, draft.Document, form, p.values)
	form.Conflict = s.conflictOf(c, draft.Document, form, p.values)
	return s.showEditor(c, http.StatusConflict, draft, editorview.Editor{Part: form})
}

// addAgain makes a form for what is not there any more: in its place, if that is
// there, or where the editor says.
func addAgain(doc policy.Document, form editorview.PartForm) editorview.PartForm {
	form.Read, form.Adding = "", true
	switch form.Kind {
	case headingKind:
		form.Kind, form.To = sectionKind, ""
	case cookieKind, sectionKind:
	default:
		form.Places = placesOf(doc)
		if !hasPlace(doc, form.To) {
			form.To = policy.Intro
		}
	}
	return form
}

// conflictOf compares field by field.
func (s *Handler) conflictOf(
	c echo.Context,
	doc policy.Document,
	form editorview.PartForm,
	mine url.Values,
) *editorview.Conflict {
	if form.Adding {
		return &editorview.Conflict{Removed: true}
	}
	theirs := s.partForm(c, doc, form, storedValues(doc, form.Key)).Texts()
	conflict := &editorview.Conflict{}
	for i, field := range s.partForm(c, doc, form, mine).Texts() {
		other := ""
		if i < len(theirs) {
			other = theirs[i].Value
		}
		if other != field.Value {
			conflict.Fields = append(
				conflict.Fields,
				editorview.ConflictField{Label: field.Label, Pieces: diff.Words(other, field.Value)},
			)
		}
	}
	return conflict
}
