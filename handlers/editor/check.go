package editor

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/form"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
	editorview "github.com/prokken/prokken/views/editor"
)

// CheckPage asks which sentence is to be checked, and how.
func (s *Handler) CheckPage(c echo.Context) error {
	kind, found := claim.FindKind(c.QueryParam("kind"))
	if !found && c.QueryParam("kind") != "" {
		return models.ErrNotFound
	}
	return s.showCheck(
		c,
		http.StatusOK,
		c.QueryParam("at"),
		kind,
		url.Values{"says": {form.DocumentLines(c.QueryParam("says"))}, "unit": {"day"}},
		nil,
	)
}

func (s *Handler) showCheck(
	c echo.Context,
	status int,
	at string,
	kind *claim.Kind,
	v url.Values,
	invalid validation.Errors,
) error {
	draft, err := web.Site(c).Draft(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	block, found := draft.Document.Block(at)
	if !found {
		return models.ErrNotFound
	}
	declared := declaredFor(web.Site(c), draft.Document)
	page := s.Page(c, "Check a sentence", "")
	page.Editor = true
	f := editorview.CheckForm{
		Place: placeOf(c), At: at, Read: draft.Document.PartHash(at), Sentences: draft.Document.Sentences(block),
		Says: v.Get("says"), Kind: kind, Invalid: invalid,
	}
	if kind != nil {
		f.Fields = kind.Form(form.Maker{Values: v, Problems: invalid}, declared)
	}
	return s.Show(c, status, editorview.CheckPage(page, f))
}

// readClaim makes a claim of the kind about the sentence, and says what is missing.
func readClaim(kind *claim.Kind, v url.Values) (claim.Claim, validation.Errors) {
	condition, problems := kind.Read(v)
	invalid := validation.Errors{}
	maps.Copy(invalid, problems)
	says := form.Text(v, "says")
	if says == "" {
		invalid["says"] = "Please choose a sentence."
	}
	return claim.About(says, condition), invalid
}

// AddCheck adds a check of a sentence.
func (s *Handler) AddCheck(c echo.Context) error {
	v, err := c.FormParams()
	if err != nil {
		return errors.Join(web.ErrBadInput, err)
	}
	at := v.Get("at")
	kind, found := claim.FindKind(v.Get("kind"))
	if !found {
		return models.ErrNotFound
	}
	if web.HoldsNUL(v) {
		return s.checkInvalid(c, at, kind, v, validation.Errors{"part": web.RemovedNUL})
	}
	made, invalid := readClaim(kind, v)
	if len(invalid) > 0 {
		return s.checkInvalid(c, at, kind, v, invalid)
	}
	_, err = web.Site(c).Edit(c.Request().Context(), site.Edit{
		Slug: c.Param("slug"), By: s.ViewerOf(c).ID, Part: at, ReadPart: v.Get("read_part"),
		Change: policy.AddClaim(at, made),
	})
	switch {
	case errors.Is(err, models.ErrConflict) && !web.WantsJSON(c):
		return s.checkInvalid(
			c,
			at,
			kind,
			v,
			validation.Errors{
				"part": "Someone else has changed these words. Please check that the sentence is still right.",
			},
		)
	case errors.As(err, &invalid):
		return s.checkInvalid(c, at, kind, v, validation.Errors{"part": web.FirstOf(invalid)})
	case err != nil:
		return err
	}
	return s.backToEditor(c, at, "check")
}

func (s *Handler) checkInvalid(
	c echo.Context,
	at string,
	kind *claim.Kind,
	v url.Values,
	invalid validation.Errors,
) error {
	if web.WantsJSON(c) {
		return s.Correct(c, invalid, nil)
	}
	typed := maps.Clone(v)
	for name := range typed {
		typed[name] = slices.Clone(typed[name])
		for i, value := range typed[name] {
			typed[name][i] = web.Printable(form.DocumentLines(value))
		}
	}
	return s.showCheck(c, http.StatusUnprocessableEntity, at, kind, typed, invalid)
}

// RemoveCheck no longer checks a sentence.
func (s *Handler) RemoveCheck(c echo.Context) error {
	at := c.FormValue("at")
	n, err := strconv.Atoi(c.FormValue("n"))
	if err != nil {
		return models.ErrNotFound
	}
	_, err = web.Site(c).Edit(c.Request().Context(), site.Edit{
		Slug: c.Param("slug"), By: s.ViewerOf(c).ID, Part: at, ReadPart: c.FormValue("read_part"),
		Change: policy.RemoveClaim(at, n, form.DocumentLines(c.FormValue("says"))),
	})
	if err != nil {
		return s.actFailed(c, at, err)
	}
	return s.backToEditor(c, at, "unchecked")
}
