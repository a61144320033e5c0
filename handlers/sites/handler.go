// Package sites holds the pages on which members look after their websites, and the front door, at
// which an address is audited for anybody. The route table of handlers calls it. Start reading at
// overview.go.
package sites

import (
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/audit/upkeep"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/hosting"
)

// Handler answers for customers' sites.
type Handler struct {
	*web.Frame
	DB       *models.DB
	Registry *site.Registry
	Hosting  *hosting.Service
	Upkeep   *upkeep.Service
	Audits   *schedule.Service
	Plans    *billing.Service
}

// rowOf is the site that the request is about, as it is stored.
func rowOf(c echo.Context) sites.Site { return web.Site(c).Row() }

// pathOf is where the pages of the site are that the request is about.
func pathOf(c echo.Context) string { return "/sites/" + rowOf(c).Slug }

// toSite leads back to the page of the site.
func (s *Handler) toSite(c echo.Context, status int, notice string) error {
	return s.Done(c, status, echo.Map{"message": notices[notice]}, pathOf(c)+"?notice="+notice)
}

// notices are what a site's page says after an act.
var notices = map[string]string{
	"added":     "The audit has started.",
	"asked":     "The audit has started.",
	"saved":     "Saved.",
	"verified":  "Verified: the website is yours.",
	"published": "Published. It is in effect.",
	"taken":     "The draft is updated. Please review and publish it.",
	"dismissed": "Your reason is shown next to the finding.",
	"active":    "The website is active.",
	"paused":    "Paused. Its page stays readable, and says that it is not kept up.",
	"closing":   "Deleted. You can restore it for 7 days.",
	"many":      "You already have three websites without a plan. Please delete one, or choose a plan.",
	"back":      "It is restored.",
	"chosen":    "Saved. Websites that do not fit in your plan are paused on the day shown.",
	"kept":      "This website is now in your account.",
}
