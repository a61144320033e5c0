package editor

import (
	"context"
	"errors"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/hosting"
	"github.com/prokken/prokken/views"
	editorview "github.com/prokken/prokken/views/editor"
)

// Owners publish the Cookie Policies of their sites, as far as their plan and what they showed of
// the host allow it.
type Owners interface {
	// MayPublish says what keeps the owner of a site from publishing, besides its words.
	MayPublish(ctx context.Context, row sites.Site) error
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
	form := typedForm(sentBy(c))
	p := site.Publication{Slug: c.Param("slug"), Read: c.FormValue("read"), Summary: form.Summary}
	_, err := s.Owners.Publish(c.Request().Context(), web.Site(c), s.ViewerOf(c).ID, p.Read, p.Summary)
	if err == nil {
		return s.reviewed(c, "published")
	}
	if problem := notPublishable(err); problem != "" {
		return s.refused(c, form, problem)
	}
	return s.publishFailed(c, p, form, err)
}

// mayPublish says what keeps the viewer from publishing on the site, besides the words; nothing
// does on the own one.
func (s *Handler) mayPublish(c echo.Context) error {
	on := web.Site(c)
	if on.IsOwn() {
		return nil
	}
	return s.Owners.MayPublish(c.Request().Context(), on.Row())
}

// notPublishable returns what an owner reads of that error of [Owners]; "" for any other.
func notPublishable(err error) string {
	switch {
	case errors.Is(err, hosting.ErrNoPlan):
		return "Not published: the website needs room in your plan. Its page says how to give it that."
	case errors.Is(err, hosting.ErrNotVerified):
		return "Not published: please verify first that the website is yours. Its page says how."
	}
	return ""
}

// refused shows the page again with what keeps the owner from publishing, which is none of the words.
func (s *Handler) refused(c echo.Context, form editorview.PublishForm, problem string) error {
	if web.WantsJSON(c) {
		return web.ProblemJSON(c, views.Problem{Status: http.StatusConflict, Message: problem}, nil)
	}
	return s.showReview(c, http.StatusConflict, editorview.Review{Form: form, Problem: problem})
}
