package billing

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views"
	billingview "github.com/prokken/prokken/views/billing"
)

func (s *Handler) Pricing(c echo.Context) error {
	return s.showPricing(
		c,
		http.StatusOK,
		billing.Selection{Currency: c.QueryParam("currency"), Interval: c.QueryParam("interval")},
		"",
	)
}

// showPricing shows prices in the currency and for the interval of the selection; the
// first of all where it names none that there is.
func (s *Handler) showPricing(c echo.Context, status int, selection billing.Selection, problem string) error {
	plans, products := s.Billing.Plans(), s.Billing.Products()
	currencies, intervals := pricesOf(plans, products)
	currencies = s.settledCurrency(c, currencies)
	currency, interval := chosen(currencies, selection.Currency), chosen(intervals, selection.Interval)
	v := billingview.Pricing{
		Problem:    problem,
		Currencies: choices(currencies, currency, func(one string) (string, string) { return one, interval }),
		Intervals:  choices(intervals, interval, func(one string) (string, string) { return currency, one }),
		Plans:      offersOf(plans, currency, interval), Products: onceOf(products, currency),
	}
	for i, one := range v.Intervals {
		if one.Value == "year" {
			v.Intervals[i].Saves = leastSaving(offersOf(plans, currency, "year"))
		}
	}
	if user, isMember, _ := s.Viewer(c); isMember {
		subscription, _, err := s.Billing.Current(c.Request().Context(), user.ID)
		if err != nil {
			web.LogFailure(c, err) // the prices are right all the same
		}
		v.Current = subscription.PlanID
		had, err := s.Billing.HadTrial(c.Request().Context(), user)
		if err != nil {
			web.LogFailure(c, err)
		}
		if had || err != nil { // what is not promised can be given all the same
			withoutTrial(v.Plans)
		}
	}
	page := s.Page(c, "Pricing", "/pricing")
	page.Description = "What it costs to have a cookie policy that a real browser checks, sentence by sentence."
	return s.Show(c, status, billingview.PricingPage(page, v))
}

// settledCurrency leaves the one currency in which a member is billed, where there is one.
func (s *Handler) settledCurrency(c echo.Context, all []string) []string {
	user, isMember, _ := s.Viewer(c)
	if !isMember {
		return all
	}
	settled, err := s.Billing.Currency(c.Request().Context(), user.ID)
	if err != nil {
		web.LogFailure(c, err) // a checkout says so, too
	}
	if slices.Contains(all, settled) {
		return []string{settled}
	}
	return all
}

func withoutTrial(offers []billingview.Offer) {
	for i := range offers {
		offers[i].TrialDays = 0
	}
}

// pricesOf are the currencies and intervals that something is sold in, in the
// order in which they are first named.
func pricesOf(plans []config.Plan, products []config.Product) (currencies, intervals []string) {
	var all []config.Price
	for _, plan := range plans {
		all = append(all, plan.Prices...)
	}
	for _, product := range products {
		all = append(all, product.Prices...)
	}
	for _, price := range all {
		if !slices.Contains(currencies, price.Currency) {
			currencies = append(currencies, price.Currency)
		}
		if price.Interval != "" && !slices.Contains(intervals, price.Interval) {
			intervals = append(intervals, price.Interval)
		}
	}
	return currencies, intervals
}

// chosen returns the asked one if there is such a thing, else the first.
func chosen(all []string, asked string) string {
	if slices.Contains(all, asked) || len(all) == 0 {
		return asked
	}
	return all[0]
}

// choices are links to the same page with another currency or interval; none
// where there is nothing to choose.
func choices(all []string, now string, pair func(string) (currency, interval string)) []billingview.Choice {
	if len(all) < 2 {
		return nil
	}
	found := make([]billingview.Choice, len(all))
	for i, one := range all {
		currency, interval := pair(one)
		query := url.Values{"currency": {currency}, "interval": {interval}}
		found[i] = billingview.Choice{Value: one, Href: "/pricing?" + query.Encode(), Chosen: one == now}
	}
	return found
}

func offersOf(plans []config.Plan, currency, interval string) []billingview.Offer {
	var all []billingview.Offer
	for _, p := range plans {
		i := slices.IndexFunc(
			p.Prices,
			func(price config.Price) bool { return price.Currency == currency && price.Interval == interval },
		)
		if i >= 0 {
			all = append(
				all,
				billingview.Offer{
					ID:          p.ID,
					Name:        p.Name,
					Description: p.Description,
					Features:    p.Features,
					Price:       p.Prices[i],
					Monthly:     monthly(p, p.Prices[i]),
					Limits:      p.Limits,
					Most:        p.Most(),
					TrialDays:   p.TrialDays,
				},
			)
		}
	}
	return all
}

// monthly is what the plan costs by the month, for a price by the year; 0 where it is not sold so.
func monthly(p config.Plan, price config.Price) int64 {
	if price.Interval != "year" {
		return 0
	}
	for _, other := range p.Prices {
		if other.Currency == price.Currency && other.Interval == "month" && other.TaxBehavior == price.TaxBehavior {
			return other.Amount
		}
	}
	return 0
}

// leastSaving is what every plan saves at least by the year, in percent.
func leastSaving(yearly []billingview.Offer) int64 {
	var least int64
	for i, o := range yearly {
		if i == 0 || o.Saving() < least {
			least = o.Saving()
		}
	}
	return least
}

func onceOf(products []config.Product, currency string) []billingview.Offer {
	var all []billingview.Offer
	for _, p := range products {
		i := slices.IndexFunc(p.Prices, func(price config.Price) bool { return price.Currency == currency })
		if i >= 0 {
			all = append(
				all,
				billingview.Offer{
					ID: p.ID, Name: p.Name, Description: p.Description, Price: p.Prices[i], Most: p.Most(),
				},
			)
		}
	}
	return all
}

// Checkout sends a member to the hosted payment page.
func (s *Handler) Checkout(c echo.Context) error {
	var in struct {
		Plan     string `form:"plan" json:"plan"`
		Currency string `form:"currency" json:"currency"`
		Interval string `form:"interval" json:"interval"`
		Quantity int64  `form:"quantity" json:"quantity"`
		Trial    int64  `form:"trial" json:"trial"` // the days that the page promised
	}
	if err := web.Read(c, &in); err != nil {
		return err
	}
	selection := billing.Selection{
		ID:       in.Plan,
		Currency: in.Currency,
		Interval: in.Interval,
		Quantity: cmp.Or(in.Quantity, 1),
	}
	user := s.ViewerOf(c)
	err := s.Billing.MayPromise(c.Request().Context(), user, in.Trial)
	address := ""
	if err == nil {
		address, err = s.Billing.Checkout(c.Request().Context(), user, selection)
	}
	var invalid validation.Errors
	switch {
	case errors.As(err, &invalid) && web.WantsJSON(c):
		return web.ProblemJSON(
			c,
			views.Problem{Status: http.StatusUnprocessableEntity, Message: web.FirstOf(invalid)},
			invalid,
		)
	case errors.As(err, &invalid):
		return s.showPricing(c, http.StatusUnprocessableEntity, selection, web.FirstOf(invalid))
	case errors.Is(err, billing.ErrNoTrial) && !web.WantsJSON(c):
		status, message, _ := s.Outcome(c, err)
		return s.showPricing(c, status, selection, message)
	case errors.Is(err, billing.ErrAlreadySubscribed) && !web.WantsJSON(c):
		return c.Redirect(http.StatusSeeOther, "/account/billing")
	case err != nil:
		return err
	}
	return s.Done(c, http.StatusOK, echo.Map{"url": address}, address)
}
