package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/views/home"
)

// home answers with the front page. Without a cookie policy it shows none.
func (s *Server) home(c echo.Context) error {
	page := s.Page(c, "", "/")
	page.Wide = true
	page.Description = "A real browser opens your website, notes every cookie, and writes a policy that shows, sentence by sentence, what was checked."
	v := home.Home{From: s.firstPrice()}
	view, err := s.legal.CurrentPages().View(policy.CookiePolicy)
	switch {
	case err == nil:
		v.Specimen = home.NewSpecimen(view, "/legal/"+policy.CookiePolicy)
	case !errors.Is(err, models.ErrNotFound):
		web.LogFailure(c, err) // the page is right all the same
	}
	return s.Show(c, http.StatusOK, home.HomePage(page, v))
}

// firstPrice is the first price of the plan that is named first; nil where nothing is sold.
func (s *Server) firstPrice() *home.Price {
	for _, plan := range s.billing.Billing.Plans() {
		for _, price := range plan.Prices {
			return &home.Price{
				Plan: plan.Name, Description: plan.Description,
				Amount: price.Amount, Currency: price.Currency, Interval: price.Interval, Tax: price.TaxBehavior,
			}
		}
	}
	return nil
}
