package sites

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/proposals"
	"github.com/prokken/prokken/site"
	sitesview "github.com/prokken/prokken/views/sites"
)

// proposal is the open one that the address names, of the site that the request is about.
func (s *Handler) proposal(c echo.Context) (proposals.Proposal, error) {
	id, err := web.PathID(c)
	if err != nil {
		return proposals.Proposal{}, err
	}
	open, err := proposals.List(c.Request().Context(), s.DB, rowOf(c).ID, proposals.Open)
	if err != nil {
		return proposals.Proposal{}, err
	}
	for _, p := range open {
		if p.ID == id {
			return p, nil
		}
	}
	return proposals.Proposal{}, models.ErrNotFound
}

// TakeAll has the draft say all that was found, as far as words can.
func (s *Handler) TakeAll(c echo.Context) error {
	open, err := proposals.List(c.Request().Context(), s.DB, rowOf(c).ID, proposals.Open)
	if err != nil {
		return err
	}
	if err := s.take(c, open...); err != nil {
		return err
	}
	return s.toSite(c, http.StatusOK, "taken")
}

// take changes the draft for each of the proposals that words can answer.
func (s *Handler) take(c echo.Context, all ...proposals.Proposal) error {
	ctx, on := c.Request().Context(), web.Site(c)
	for _, p := range all {
		change, can, err := s.Upkeep.Take(ctx, on, p)
		if err == nil && can {
			_, err = on.Edit(ctx, site.Edit{Slug: cookiePolicy, By: s.ViewerOf(c).ID, Change: change})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Take has the draft say what was found.
func (s *Handler) Take(c echo.Context) error {
	p, err := s.proposal(c)
	if err != nil {
		return err
	}
	if err := s.take(c, p); err != nil {
		return err
	}
	return s.toSite(c, http.StatusOK, "taken")
}

// reasonForm is what the form sends that says why a finding is wrong.
type reasonForm struct {
	Reason string `form:"reason" json:"reason"`
}

// Dismiss notes why the owner says that a finding is wrong.
func (s *Handler) Dismiss(c echo.Context) error {
	p, err := s.proposal(c)
	if err != nil {
		return err
	}
	var form reasonForm
	if err := web.Read(c, &form); err != nil {
		return err
	}
	reason := line(form.Reason)
	if reason == "" || len([]rune(reason)) > web.MaxReason {
		return s.showOverview(c, http.StatusUnprocessableEntity, sitesview.Overview{
			Problem: "Please say in at most 500 characters why the finding is wrong: your readers see it.",
		})
	}
	err = proposals.Dismiss(c.Request().Context(), s.DB, rowOf(c).ID, p.ID, reason, s.Now())
	if err != nil {
		return err
	}
	return s.toSite(c, http.StatusOK, "dismissed")
}

func ignoreMissing(err error) error {
	if errors.Is(err, models.ErrNotFound) {
		return nil
	}
	return err
}
