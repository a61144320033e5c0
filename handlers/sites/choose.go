package sites

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/site/hosting"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views/display"
	sitesview "github.com/prokken/prokken/views/sites"
)

// ChoosePage asks a member which sites stay where the plan has no room for all.
func (s *Handler) ChoosePage(c echo.Context) error {
	v, err := s.choice(c)
	if err != nil {
		return err
	}
	return s.Show(c, http.StatusOK, sitesview.ChoosePage(s.Page(c, chooseTitle, "/sites"), v))
}

const chooseTitle = "Which websites do you want to keep?"

// Choose stores which sites stay.
func (s *Handler) Choose(c echo.Context) error {
	v, err := s.choice(c)
	if err != nil {
		return err
	}
	var stay []string
	for i, row := range v.Rows {
		if v.Rows[i].Stays = c.FormValue("stay-"+row.Site.Slug) == "keep"; v.Rows[i].Stays {
			stay = append(stay, row.Site.Slug)
		}
	}
	switch err := s.Hosting.Choose(c.Request().Context(), s.ViewerOf(c).ID, stay); {
	case errors.Is(err, hosting.ErrNoPlan):
		v.Problem = "That is more than " + display.Count(v.Limit, "website") + ". Please pause others, or choose another plan."
		if web.WantsJSON(c) {
			return s.Correct(c, validation.Errors{"stay": v.Problem}, nil)
		}
		return s.Show(c, http.StatusUnprocessableEntity, sitesview.ChoosePage(s.Page(c, chooseTitle, "/sites"), v))
	case err != nil:
		return err
	}
	return s.Done(c, http.StatusOK, echo.Map{"message": notices["chosen"]}, "/sites?notice=chosen")
}

// choice is how it is: which sites are kept up, and which of them stay.
func (s *Handler) choice(c echo.Context) (sitesview.Choose, error) {
	ctx, user := c.Request().Context(), s.ViewerOf(c).ID
	room, err := s.Plans.Allowance(ctx, user, billing.Sites)
	if err != nil {
		return sitesview.Choose{}, err
	}
	v := sitesview.Choose{Limit: room.Limit}
	all, err := sites.ActiveOf(ctx, s.DB, user)
	for _, row := range all {
		v.Rows = append(v.Rows, sitesview.Choice{Site: row, Stays: row.PausesAt == nil})
	}
	return v, err
}
