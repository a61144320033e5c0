package handlers

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/views"
)

// checkPage asks which sentence is to be checked, and how.
func (s *Server) checkPage(c echo.Context) error {
	kind := policy.ClaimKind(c.QueryParam("kind"))
	if kind != "" && !slices.Contains(policy.ClaimKinds, kind) {
		return models.ErrNotFound
	}
	return s.showCheck(c, http.StatusOK, c.QueryParam("at"), kind, url.Values{"says": {dosless(c.QueryParam("says"))}, "unit": {"day"}}, nil)
}

func (s *Server) showCheck(c echo.Context, status int, at string, kind policy.ClaimKind, v url.Values, invalid models.Invalid) error {
	draft, err := s.Library.Draft(c.Request().Context(), c.Param("slug"))
	if err != nil {
		return err
	}
	block, found := draft.Document.Block(at)
	if !found {
		return models.ErrNotFound
	}
	declared := s.declaredFor(draft.Document)
	page := s.page(c, "Check a sentence", "")
	page.Editor = true
	return s.show(c, status, views.CheckPage(page, views.CheckForm{
		Slug: draft.Document.Slug, At: at, Read: draft.Document.PartHash(at), Sentences: draft.Document.Sentences(block), Says: v.Get("says"),
		Kind: kind, Fields: views.ClaimFields(kind, v, invalid, declared), Invalid: invalid,
	}))
}

// addCheck has one more thing checked of a sentence.
func (s *Server) addCheck(c echo.Context) error {
	v, err := c.FormParams()
	if err != nil {
		return errors.Join(errBadInput, err)
	}
	at, kind := v.Get("at"), policy.ClaimKind(v.Get("kind"))
	if !slices.Contains(policy.ClaimKinds, kind) {
		return models.ErrNotFound
	}
	claim := readClaim(kind, v)
	invalid := claimProblems(kind, claim, v)
	if len(invalid) > 0 {
		return s.checkInvalid(c, at, kind, v, invalid)
	}
	_, err = s.Library.Edit(c.Request().Context(), policy.Edit{
		Slug: c.Param("slug"), By: s.viewerOf(c).ID, Part: at, ReadPart: v.Get("read_part"), Change: policy.AddClaim(at, claim),
	})
	switch {
	case errors.Is(err, models.ErrConflict) && !wantsJSON(c):
		return s.checkInvalid(c, at, kind, v, models.Invalid{"part": "Someone else changed these words meanwhile. Please look whether the sentence is still right."})
	case errors.As(err, &invalid):
		return s.checkInvalid(c, at, kind, v, models.Invalid{"part": firstOf(invalid)})
	case err != nil:
		return err
	}
	return s.backToEditor(c, at, "check")
}

func (s *Server) checkInvalid(c echo.Context, at string, kind policy.ClaimKind, v url.Values, invalid models.Invalid) error {
	if wantsJSON(c) {
		return s.correct(c, invalid, nil)
	}
	typed := maps.Clone(v)
	for name := range typed {
		typed[name] = slices.Clone(typed[name])
		for i, value := range typed[name] {
			typed[name][i] = printable(dosless(value))
		}
	}
	return s.showCheck(c, http.StatusUnprocessableEntity, at, kind, typed, invalid)
}

// removeCheck no longer checks a sentence.
func (s *Server) removeCheck(c echo.Context) error {
	at := c.FormValue("at")
	n, err := strconv.Atoi(c.FormValue("n"))
	if err != nil {
		return models.ErrNotFound
	}
	_, err = s.Library.Edit(c.Request().Context(), policy.Edit{
		Slug: c.Param("slug"), By: s.viewerOf(c).ID, Part: at, ReadPart: c.FormValue("read_part"), Change: policy.RemoveClaim(at, n, dosless(c.FormValue("says"))),
	})
	if err != nil {
		return s.actFailed(c, at, err)
	}
	return s.backToEditor(c, at, "unchecked")
}
