package sites

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models/proposals"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site/hosting"
	"github.com/prokken/prokken/validation"
	sitesview "github.com/prokken/prokken/views/sites"
)

// List shows a member's sites.
func (s *Handler) List(c echo.Context) error {
	v, err := s.listOf(c.Request().Context(), s.ViewerOf(c).ID)
	if err != nil {
		return err
	}
	v.Notice = notices[c.QueryParam("notice")]
	return s.Show(c, http.StatusOK, sitesview.ListPage(s.Page(c, "Your websites", "/sites"), v))
}

// listOf is a member's sites, with how much of their plan is used.
func (s *Handler) listOf(ctx context.Context, user uuid.UUID) (v sitesview.List, err error) {
	if v.Rows, err = s.rowsOf(ctx, user); err != nil {
		return v, err
	}
	if v.Sites, err = s.Plans.Allowance(ctx, user, billing.Sites); err != nil {
		return v, err
	}
	v.Audits, err = s.Plans.Allowance(ctx, user, billing.Audits)
	return v, err
}

func (s *Handler) rowsOf(ctx context.Context, user uuid.UUID) ([]sitesview.Row, error) {
	all, err := sites.ListOf(ctx, s.DB, user)
	if err != nil {
		return nil, err
	}
	hosts, err := sites.HostsOf(ctx, s.DB, all)
	if err != nil {
		return nil, err
	}
	open, err := proposals.CountOpen(ctx, s.DB, user)
	if err != nil {
		return nil, err
	}
	numbers, err := policiesOf(ctx, s.DB, user)
	rows := make([]sitesview.Row, len(all))
	for i, row := range all {
		rows[i] = sitesview.Row{
			Site: row, Verified: hosts[row.ID].VerifiedAt != nil, Published: numbers[row.ID], Open: int(open[row.ID]),
		}
	}
	return rows, err
}

// NewPage asks for an address.
func (s *Handler) NewPage(c echo.Context) error {
	return s.showNew(c, http.StatusOK, sitesview.NewForm{Address: web.Printable(c.QueryParam("address"))})
}

func (s *Handler) showNew(c echo.Context, status int, v sitesview.NewForm) error {
	room, err := s.Plans.Allowance(c.Request().Context(), s.ViewerOf(c).ID, billing.Sites)
	if err != nil {
		return err
	}
	v.HasRoom = room.Left() > 0
	page := sitesview.NewPage(s.Page(c, "Add a website", "/sites/new"), v)
	if status == http.StatusUnprocessableEntity {
		return s.Correct(c, v.Invalid, page)
	}
	return s.Show(c, status, page)
}

// addressForm is what the forms send that ask for an address.
type addressForm struct {
	Address string `form:"address" json:"address"`
}

// Add makes a site of the address.
func (s *Handler) Add(c echo.Context) error {
	var form addressForm
	if err := web.Read(c, &form); err != nil {
		return err
	}
	made, err := s.Hosting.Add(c.Request().Context(), s.ViewerOf(c).ID, form.Address)
	var invalid validation.Errors
	if errors.Is(err, hosting.ErrTooManyToday) {
		invalid = validation.Errors{"address": "That is the limit for today. Please add more websites tomorrow."}
	} else if errors.Is(err, hosting.ErrTooMany) {
		invalid = validation.Errors{"address": "You already have three websites without a plan. Please delete one, or choose a plan."}
	} else if err != nil && !errors.As(err, &invalid) {
		return err
	}
	if len(invalid) > 0 {
		return s.showNew(c, http.StatusUnprocessableEntity, sitesview.NewForm{
			Address: web.Printable(form.Address), Invalid: invalid,
		})
	}
	return s.Done(c, http.StatusCreated, echo.Map{"site": made.Slug}, "/sites/"+url.PathEscape(made.Slug)+"?notice=added")
}

// cookiePolicy is the policy that a site has.
const cookiePolicy = policy.CookiePolicy
