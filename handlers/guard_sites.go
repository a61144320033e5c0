package handlers

import (
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/site"
)

// siteParam is the part of an address that names a site of a customer by its slug.
const siteParam = "site"

// onOwnedSite lets in members who may act on the site that the address names. For all others there
// is no such site.
func (s *Server) onOwnedSite(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		identity, err := s.Identity(c)
		if err != nil {
			return err
		}
		found, err := s.sites.OfMember(c.Request().Context(), identity.User.ID, c.Param(siteParam))
		if err != nil {
			return err
		}
		web.SetSite(c, found)
		return next(c)
	}
}

// onPublicSite finds the site that the address names, unless it was taken down or deleted.
func (s *Server) onPublicSite(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		found, err := s.sites.BySlug(c.Request().Context(), c.Param(siteParam))
		if err != nil {
			return err
		}
		switch found.Row().State {
		case sites.TakenDown:
			return takenDown(found)
		case sites.Deleted:
			return web.ErrSiteDeleted
		case sites.Trial, sites.Active, sites.Paused, sites.Closing:
		}
		web.SetSite(c, found)
		return next(c)
	}
}

// takenDown says when and why a site was taken down.
func takenDown(s *site.Site) error {
	row := s.Row()
	down := web.TakenDown{Reason: row.StateReason}
	if row.StateSince != nil {
		down.On = s.Local(*row.StateSince)
	}
	return down
}
