package editor

import (
	"context"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
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
	if c.Param("slug") != policy.CookiePolicy || s.Owners == nil {
		return models.ErrNotFound
	}
	form := typedForm(c.FormValue)
	p := site.Publication{Slug: c.Param("slug"), Read: c.FormValue("read"), Summary: form.Summary}
	_, err := s.Owners.Publish(c.Request().Context(), web.Site(c), s.ViewerOf(c).ID, p.Read, p.Summary)
	if err != nil {
		return s.publishFailed(c, p, form, err)
	}
	return s.reviewed(c, "published")
}
