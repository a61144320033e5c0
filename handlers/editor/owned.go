package editor

import (
	"context"
	"errors"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/hosting"
	"github.com/prokken/prokken/views"
	editorview "github.com/prokken/prokken/views/editor"
)

// Owners publish the Cookie Policies of their sites, as far as their plan and what they showed of
// the host allow it.
type Owners interface {
	// Publish makes the draft that was read with the hash read the next version, and has its owner
	// stand by what nothing checks.
	Publish(ctx context.Context, on *site.Site, by uuid.UUID, read, summary string) (int64, error)
}

// publishOwned makes exactly the draft that was looked at the next version of a customer's policy. How
// much it matters follows from what it changes, and it takes effect at once.
func (s *Handler) publishOwned(c echo.Context) error {
	if c.Param("slug") != policy.CookiePolicy {
		return models.ErrNotFound
	}
	form := typedForm(c.FormValue)
	p := site.Publication{Slug: c.Param("slug"), Read: c.FormValue("read"), Summary: form.Summary}
	_, err := s.Owners.Publish(c.Request().Context(), web.Site(c), s.ViewerOf(c).ID, p.Read, p.Summary)
	switch {
	case err == nil:
		return s.reviewed(c, "published")
	case errors.Is(err, hosting.ErrNoPlan):
		return s.refused(c, form, "Not published: you need a plan that has room for the website.")
	case errors.Is(err, hosting.ErrNotVerified):
		return s.refused(c, form, "Not published: please verify first that the website is yours. Its page says how.")
	}
	return s.publishFailed(c, p, form, err)
}

// refused shows the page again with what keeps the owner from publishing, which is none of the words.
func (s *Handler) refused(c echo.Context, form editorview.PublishForm, problem string) error {
	if web.WantsJSON(c) {
		return web.ProblemJSON(c, views.Problem{Status: http.StatusConflict, Message: problem}, nil)
	}
	return s.showReview(c, http.StatusConflict, editorview.Review{Form: form, Problem: problem})
}
