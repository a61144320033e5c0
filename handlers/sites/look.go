package sites

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/sites"
	sitesview "github.com/prokken/prokken/views/sites"
)

// LookAsOwner shows an admin what the owner of a site sees. It stands in the owner's activity log.
func (s *Handler) LookAsOwner(c echo.Context) error {
	id, err := web.PathID(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	on, err := s.Registry.ByID(ctx, models.SiteID{UUID: id})
	if err != nil || on.IsOwn() {
		return models.ErrNotFound
	}
	owner, err := sites.OwnerOf(ctx, s.DB, on.SiteID())
	if err != nil {
		owner = uuid.Nil
	}
	identity, _ := s.Identity(c)
	err = s.DB.Transaction(ctx, func(tx *models.DB) error {
		return s.Auth.RecordActivityOn(ctx, tx, identity, owner, activity.SiteLookedAt, on.Row().Slug, "")
	})
	if err != nil {
		return err
	}
	v, err := s.overviewOf(ctx, on, sitesview.Overview{AsAdmin: true, Notice: "You are viewing this as its owner. You cannot change anything here."})
	if err != nil {
		return err
	}
	v.Lines, v.Host.Token = nil, "" // who has it could show that the website is theirs
	return s.Show(c, http.StatusOK, sitesview.OverviewPage(s.Page(c, v.Site.Name, ""), v))
}
