package admin

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/abuse"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/models/users"
	adminview "github.com/prokken/prokken/views/admin"
)

const adminSitesPath = "/admin/sites"

// AdminSites lists the sites of customers, newest first, and what was reported of them.
func (s *Handler) AdminSites(c echo.Context) error {
	ctx := c.Request().Context()
	after, err := before(c)
	if err != nil {
		return err
	}
	var v adminview.Sites
	if v.Rows, err = sites.Customers(ctx, s.DB, models.SiteID{UUID: after}, pageSize+1); err != nil {
		return err
	}
	next := ""
	if len(v.Rows) > pageSize {
		v.Rows, next = v.Rows[:pageSize], v.Rows[pageSize-1].ID.String()
	}
	v.Pager = pager(c, adminSitesPath, next, nil)
	if v.Reports, err = abuse.Open(ctx, s.DB, pageSize); err != nil {
		return err
	}
	return s.Show(c, http.StatusOK, adminview.SitesPage(s.Page(c, "Websites", ""), v))
}

// siteNotices are what the page of a site says after an act.
var siteNotices = map[string]string{
	"down":   "Taken down. Its page says so, with your reason.",
	"back":   "It is restored.",
	"paused": "Its audits have stopped.",
}

// AdminSite shows a site of a customer.
func (s *Handler) AdminSite(c echo.Context) error {
	row, err := s.customerSite(c)
	if err != nil {
		return err
	}
	return s.showSite(c, http.StatusOK, row, adminview.SiteDetails{Notice: siteNotices[c.QueryParam("notice")]})
}

// customerSite is the site of a customer that the address names.
func (s *Handler) customerSite(c echo.Context) (sites.Site, error) {
	id, err := web.PathID(c)
	if err != nil {
		return sites.Site{}, err
	}
	row, err := sites.ByID(c.Request().Context(), s.DB, models.SiteID{UUID: id})
	if err == nil && row.Kind != sites.CustomerSite {
		err = models.ErrNotFound
	}
	return row, err
}

func (s *Handler) showSite(c echo.Context, status int, row sites.Site, v adminview.SiteDetails) error {
	ctx := c.Request().Context()
	v.Site = row
	owner, err := sites.OwnerOf(ctx, s.DB, row.ID)
	if err == nil {
		user, err := users.ByID(ctx, s.DB, owner)
		if err != nil {
			return err
		}
		v.Owner, v.OwnerID = user.Email, owner.String()
	}
	if v.Reports, err = abuse.OpenOf(ctx, s.DB, row.ID); err != nil {
		return err
	}
	return s.Show(c, status, adminview.SitePage(s.Page(c, row.Slug, ""), v))
}

// TakeSiteDown takes a site's page from its readers, with a reason that they read.
func (s *Handler) TakeSiteDown(c echo.Context) error {
	row, err := s.customerSite(c)
	if err != nil {
		return err
	}
	reason := strings.TrimSpace(web.Printable(c.FormValue("reason")))
	if reason == "" || len([]rune(reason)) > web.MaxReason {
		return s.showSite(c, http.StatusUnprocessableEntity, row, adminview.SiteDetails{
			Problem: "Please say why, in at most 500 characters: everyone who opens the page sees it.",
		})
	}
	from := []sites.State{sites.Active, sites.Paused, sites.Closing}
	err = s.onSite(c, row, activity.SiteTakenDown, reason, func(ctx context.Context, tx *models.DB) error {
		if !slices.Contains(from, row.State) {
			return models.ErrConflict
		}
		if err := sites.SetState(ctx, tx, row.ID, []sites.State{row.State}, sites.TakenDown, reason, s.Now()); err != nil {
			return err
		}
		return s.giveBack(ctx, tx, row)
	})
	return s.siteDone(c, row, "down", err)
}

// PutSiteBack gives a site that was taken down back to its readers. Its owner has it audited again.
func (s *Handler) PutSiteBack(c echo.Context) error {
	row, err := s.customerSite(c)
	if err != nil {
		return err
	}
	err = s.onSite(c, row, activity.SitePutBack, "", func(ctx context.Context, tx *models.DB) error {
		return sites.SetState(ctx, tx, row.ID, []sites.State{sites.TakenDown}, sites.Paused, "", s.Now())
	})
	return s.siteDone(c, row, "back", err)
}

// PauseSite ends the audits of a site.
func (s *Handler) PauseSite(c echo.Context) error {
	row, err := s.customerSite(c)
	if err != nil {
		return err
	}
	err = s.onSite(c, row, activity.SitePaused, "", func(ctx context.Context, tx *models.DB) error {
		const why = "We have stopped the audits of this website."
		if err := sites.SetState(ctx, tx, row.ID, []sites.State{sites.Active}, sites.Paused, why, s.Now()); err != nil {
			return err
		}
		return s.giveBack(ctx, tx, row)
	})
	return s.siteDone(c, row, "paused", err)
}

// giveBack gives the owner of a site that was kept up its place in the plan back.
func (s *Handler) giveBack(ctx context.Context, tx *models.DB, row sites.Site) error {
	owner, err := sites.OwnerOf(ctx, tx, row.ID)
	if errors.Is(err, models.ErrNotFound) || row.State != sites.Active {
		return nil
	}
	if err != nil {
		return err
	}
	return s.Billing.GiveBack(ctx, tx, owner, billing.Sites, 1)
}

// onSite does something to a site, handles what was reported of it, and records both where its
// owner sees it.
func (s *Handler) onSite(
	c echo.Context, row sites.Site, action activity.Action, reason string, act func(context.Context, *models.DB) error,
) error {
	identity, _ := s.Identity(c)
	return s.DB.Transaction(c.Request().Context(), func(tx *models.DB) error {
		ctx := c.Request().Context()
		if err := act(ctx, tx); err != nil {
			return err
		}
		if err := abuse.Handle(ctx, tx, row.ID, s.Now()); err != nil {
			return err
		}
		owner, err := sites.OwnerOf(ctx, tx, row.ID)
		if err != nil {
			owner = uuid.Nil
		}
		return s.Auth.RecordActivityOn(ctx, tx, identity, owner, action, row.Slug, reason)
	})
}

func (s *Handler) siteDone(c echo.Context, row sites.Site, notice string, err error) error {
	if err != nil {
		return err
	}
	return s.Done(c, http.StatusOK, echo.Map{"message": siteNotices[notice]}, adminSitesPath+"/"+row.ID.String()+"?notice="+notice)
}
