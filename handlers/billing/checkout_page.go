package billing

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/money"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views"
	"github.com/prokken/prokken/views/forms"
)

// CheckoutPage shows what was chosen before somebody signed up or logged in, and leads on
// to the payment with one press. It changes nothing.
func (s *Handler) CheckoutPage(c echo.Context) error {
	quantity, _ := strconv.ParseInt(cmp.Or(c.QueryParam("quantity"), "1"), 10, 64) // else it is refused
	selection := billing.Selection{
		ID: c.QueryParam(
			"plan",
		), Currency: c.QueryParam("currency"), Interval: c.QueryParam("interval"), Quantity: quantity,
	}
	ctx, user := c.Request().Context(), s.ViewerOf(c)
	item, price, err := s.Billing.Find(selection)
	var invalid validation.Errors
	if errors.As(err, &invalid) {
		return s.showPricing(c, http.StatusUnprocessableEntity, selection, web.FirstOf(invalid))
	}
	if err != nil {
		return err
	}
	had, err := s.Billing.HadTrial(ctx, user)
	if err != nil {
		return err
	}
	trial := item.TrialDays
	if had {
		trial = 0
	}
	words := money.Short(price.Amount*quantity, price.Currency)
	if price.Interval != "" {
		words += " a " + price.Interval
	}
	words = money.WithTax(words, price.TaxBehavior)
	return s.Show(c, http.StatusOK, views.ContinuePage(s.Page(c, "Your choice", ""), views.Continue{
		Heading: "You chose " + s.Billing.Name(item.ID), Text: startWords(words, trial),
		Action: "/billing/checkout", Button: "Continue to payment",
		Fields: []forms.Hidden{
			{Name: "plan", Value: item.ID},
			{Name: "currency", Value: price.Currency},
			{Name: "interval", Value: price.Interval},
			{Name: "quantity", Value: strconv.FormatInt(quantity, 10)},
			{Name: "trial", Value: strconv.FormatInt(trial, 10)},
		},
	}))
}

// startWords say what is paid, and from when on.
func startWords(price string, trial int64) string {
	if trial > 0 {
		return fmt.Sprintf(
			"The first %d days are free, then it is %s. Cancel before they end, and you pay nothing.", trial, price,
		)
	}
	return "It is " + price + ", starting today."
}
