package handlers

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/views"
)

func (s *Server) adminPolicies(c echo.Context) error {
	drafts, err := s.Library.Drafts(c.Request().Context())
	if err != nil {
		return err
	}
	var rows []views.PolicyRow
	for _, v := range s.Library.Shelf().Policies {
		rows = append(rows, views.PolicyRow{Version: v, HasDraft: slices.Contains(drafts, v.Document.Slug)})
	}
	return s.show(c, http.StatusOK, views.AdminPolicies(s.page(c, "Edit the policies", ""), rows))
}

func (s *Server) editPolicy(c echo.Context) error {
	draft, err := s.Library.Draft(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	return s.showEditor(c, http.StatusOK, editorOf(draft, draft.Document.Words()))
}

func editorOf(draft policy.Draft, words []policy.Words) views.Editor {
	return views.Editor{
		Slug: draft.Document.Slug, Title: draft.Basis.Document.Title, Words: words, Saved: draft.Saved, Read: draft.Read, Number: draft.Basis.Number,
	}
}

func (s *Server) showEditor(c echo.Context, status int, v views.Editor) error {
	return s.show(c, status, views.EditorPage(s.page(c, "Edit: "+v.Title, ""), v))
}

// savePolicy keeps the words as a draft and shows how they will look. Words that
// cannot be saved stay in the form.
func (s *Server) savePolicy(c echo.Context) error {
	ctx, slug := c.Request().Context(), c.Param("slug")
	form, err := c.FormParams()
	if err != nil {
		return errors.Join(errBadInput, err)
	}
	texts := map[string]string{}
	for name := range form {
		if key, isWords := strings.CutPrefix(name, "words."); isWords {
			texts[key] = form.Get(name)
		}
	}
	user, _ := s.viewer(c)
	err = s.Library.SaveDraft(ctx, slug, readOf(c), texts, user.ID)
	if err == nil {
		return c.Redirect(http.StatusSeeOther, "/admin/policies/"+slug+"/preview")
	}
	return s.editAgain(c, slug, texts, err)
}

// editAgain shows the typed words with what is wrong: with them, or with the
// moment at which they were saved.
func (s *Server) editAgain(c echo.Context, slug string, texts map[string]string, cause error) error {
	draft, err := s.Library.Draft(c.Request().Context(), slug)
	if err != nil {
		return err
	}
	editor := editorOf(draft, typedWords(draft.Document.Words(), texts))
	switch {
	case errors.As(cause, &editor.Invalid):
		editor.Read = readOf(c)
		return s.showEditor(c, http.StatusUnprocessableEntity, editor)
	case errors.Is(cause, models.ErrConflict):
		editor.Conflict, editor.Theirs = true, theirs(draft.Document.Words(), editor.Words)
		return s.showEditor(c, http.StatusConflict, editor)
	}
	return cause
}

// theirs are the saved words that differ from the typed ones, by key.
func theirs(saved, typed []policy.Words) map[string]string {
	differ := map[string]string{}
	for i, words := range saved {
		if i < len(typed) && strings.ReplaceAll(typed[i].Text, "\r\n", "\n") != words.Text {
			differ[words.Key] = words.Text
		}
	}
	return differ
}

func typedWords(words []policy.Words, texts map[string]string) []policy.Words {
	for i := range words {
		if text, typed := texts[words[i].Key]; typed {
			words[i].Text = printable(text)
		}
	}
	return words
}

// readOf is the hash of what the form was made from.
func readOf(c echo.Context) string { return c.FormValue("read") }

func (s *Server) previewPolicy(c echo.Context) error {
	draft, err := s.Library.Draft(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	return s.showPreview(c, http.StatusOK, draft, views.Preview{})
}

func (s *Server) showPreview(c echo.Context, status int, draft policy.Draft, v views.Preview) error {
	slug := draft.Document.Slug
	next := policy.Version{Document: draft.Document, Number: draft.Basis.Number + 1, PublishedOn: s.Library.Today()}
	v.Slug, v.Read = slug, draft.Read
	v.Policy = views.Policy{Version: &next, Others: others(s.Library.Shelf(), slug), Preview: true}
	page := s.page(c, "Preview: "+draft.Document.Title, "")
	page.Wide = true
	return s.show(c, status, views.PreviewPage(page, v))
}

// publishPolicy makes exactly the draft that was previewed public.
func (s *Server) publishPolicy(c echo.Context) error {
	ctx, slug, summary := c.Request().Context(), c.Param("slug"), c.FormValue("summary")
	err := s.Library.Publish(ctx, slug, readOf(c), summary)
	if err == nil {
		return s.published(c, slug)
	}
	preview := views.Preview{Summary: printable(summary)}
	status := http.StatusUnprocessableEntity
	switch {
	case errors.Is(err, models.ErrConflict):
		preview.Invalid, status = models.Invalid{"document": "Someone else changed this draft. It now looks as below."}, http.StatusConflict
	case !errors.As(err, &preview.Invalid):
		return err
	}
	draft, err := s.Library.Draft(ctx, slug)
	if err != nil {
		return err
	}
	return s.showPreview(c, status, draft, preview)
}

func (s *Server) published(c echo.Context, slug string) error {
	identity, _ := s.identity(c)
	if err := s.Auth.Note(c.Request().Context(), identity, models.PolicyPublished, slug); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/legal/"+slug)
}

func (s *Server) discardPolicy(c echo.Context) error {
	slug := c.Param("slug")
	if err := s.Library.Discard(c.Request().Context(), slug, readOf(c)); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/admin/policies/"+slug)
}
