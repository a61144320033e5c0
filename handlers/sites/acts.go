package sites

import (
	"context"
	"errors"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/site/verification"
	sitesview "github.com/prokken/prokken/views/sites"
)

// Verify looks whether the host shows its token.
func (s *Handler) Verify(c echo.Context) error {
	_, err := s.Hosting.Verify(c.Request().Context(), rowOf(c))
	var missing verification.NotFound
	if errors.As(err, &missing) && !web.WantsJSON(c) {
		return s.showOverview(c, http.StatusUnprocessableEntity, sitesview.Overview{Looked: missing.Looked})
	}
	if err != nil {
		return s.refused(c, err)
	}
	return s.toSite(c, http.StatusOK, "verified")
}

// publishForm is what the form sends that publishes.
type publishForm struct {
	Read    string `form:"read" json:"read"`
	Summary string `form:"summary" json:"summary"`
}

// Publish makes the draft the next version.
func (s *Handler) Publish(c echo.Context) error {
	var form publishForm
	if err := web.Read(c, &form); err != nil {
		return err
	}
	on := web.Site(c)
	if _, published := on.Snapshot().Find(cookiePolicy); !published {
		form.Summary = "First version."
	}
	_, err := s.Hosting.Publish(c.Request().Context(), on, s.ViewerOf(c).ID, form.Read, form.Summary)
	if err != nil {
		return s.refused(c, err)
	}
	return s.toSite(c, http.StatusOK, "published")
}

// Activate keeps a site up, within the plan.
func (s *Handler) Activate(c echo.Context) error {
	return s.act(c, s.Hosting.Activate, "active")
}

// Pause gives the site's room in the plan to another.
func (s *Handler) Pause(c echo.Context) error { return s.act(c, s.Hosting.Pause, "paused") }

// Delete deletes the site after some days.
func (s *Handler) Delete(c echo.Context) error { return s.act(c, s.Hosting.Close, "closing") }

// Undo brings a deleted site back.
func (s *Handler) Undo(c echo.Context) error { return s.act(c, s.Hosting.Undo, "back") }

// act does something to a site, for its owner.
func (s *Handler) act(c echo.Context, do func(context.Context, uuid.UUID, sites.Site) error, notice string) error {
	if err := do(c.Request().Context(), s.ViewerOf(c).ID, rowOf(c)); err != nil {
		return s.refused(c, err)
	}
	return s.toSite(c, http.StatusOK, notice)
}

// DeletePage asks whether the site is to be deleted.
func (s *Handler) DeletePage(c echo.Context) error {
	return s.Show(c, http.StatusOK, sitesview.DeletePage(s.Page(c, "Delete a website", ""), sitesview.Delete{Site: rowOf(c)}))
}

// refused shows the site's page with why nothing was done; a failure has a page of its own.
func (s *Handler) refused(c echo.Context, err error) error {
	return s.refusedWith(c, err, sitesview.Overview{})
}

// refusedWith is the same with what was typed.
func (s *Handler) refusedWith(c echo.Context, err error, typed sitesview.Overview) error {
	status, words, known := s.Outcome(c, err)
	if web.WantsJSON(c) || !known || status >= http.StatusInternalServerError {
		return err
	}
	_ = errors.As(err, &typed.Invalid)
	typed.Problem = words
	return s.showOverview(c, status, typed)
}
