package sites

import (
	"net/http"

	"github.com/labstack/echo/v4"

	billingroom "github.com/prokken/prokken/handlers/billing"
	sitesview "github.com/prokken/prokken/views/sites"
)

// Dashboard shows a member what needs them, their websites and their plan.
func (s *Handler) Dashboard(c echo.Context) error {
	ctx, user := c.Request().Context(), s.ViewerOf(c)
	list, err := s.listOf(ctx, user.ID)
	if err != nil {
		return err
	}
	plan, err := billingroom.PlanOf(ctx, s.Plans, user.ID)
	if err != nil {
		return err
	}
	v := sitesview.Dashboard{List: list, Plan: plan, EraseAfter: user.EraseAfter}
	v.Notice = dashboardNotices[c.QueryParam("notice")]
	return s.Show(c, http.StatusOK, sitesview.DashboardPage(s.Page(c, "Overview", "/account"), v))
}

// dashboardNotices are what the page says after an act elsewhere.
var dashboardNotices = map[string]string{
	"paid":  "Thank you. It is all set.",
	"kept":  "Your account will not be deleted.",
	"works": "Thank you. The notice is gone; it comes back if an email is rejected again.",
}
