package web

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/announce"
	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/views"
)

var (
	toLogIn    = views.Link{Title: "Log in", Href: "/login"}
	toAccount  = views.Link{Title: "Go to your account", Href: "/account"}
	toBilling  = views.Link{Title: "See your plan", Href: "/account/billing"}
	toPolicies = views.Link{Title: "Read our policies", Href: "/legal"}
	toPricing  = views.Link{Title: "See the plans", Href: "/pricing"}
)

// waysOfErrors are what the visitor can do about an error, where its status alone does not
// say so.
var waysOfErrors = []struct {
	err  error
	ways []views.Link
}{
	{auth.ErrLink, []views.Link{toLogIn, {Title: "Get a new link by email", Href: "/forgot"}}},
	{auth.ErrTwoAccounts, []views.Link{toLogIn}},
	{auth.ErrStepUp, []views.Link{{Title: "Confirm your identity", Href: "/account/confirm"}}},
	{auth.ErrNoFactor, []views.Link{{Title: "Set up a second factor", Href: "/account/security"}}},
	{announce.ErrLink, []views.Link{{Title: "Subscribe to policy changes", Href: "/legal/subscribe"}}},
	{billing.ErrAlreadySubscribed, []views.Link{toBilling}},
	{billing.ErrCheckoutEnded, []views.Link{{Title: "Choose a plan", Href: "/pricing"}}},
	{billing.ErrNoPlan, []views.Link{{Title: "Choose a plan", Href: "/pricing"}}},
	{billing.ErrLimit, []views.Link{{Title: "See larger plans", Href: "/pricing"}}},
}

// waysOfStatus are the same for all errors of a status.
var waysOfStatus = map[int][]views.Link{
	http.StatusUnauthorized:    {toLogIn},
	http.StatusPaymentRequired: {toBilling},
	http.StatusForbidden:       {toAccount, toLogIn},
	http.StatusNotFound:        {toPolicies, toPricing, toAccount},
	http.StatusConflict:        {toAccount},
	http.StatusGone:            {toLogIn},
}

// waysOn are the links of an error page, beside the one to the start page: what to do about it.
// What failed on our side can be asked again.
func waysOn(c echo.Context, status int, err error) []views.Link {
	for _, one := range waysOfErrors {
		if errors.Is(err, one.err) {
			return one.ways
		}
	}
	if r := c.Request(); status >= http.StatusInternalServerError && IsSafe(r.Method) && IsLocal(r.URL.RequestURI()) {
		return []views.Link{{Title: "Try again", Href: r.URL.RequestURI()}}
	}
	if Has(c, Hosted) {
		return nil
	}
	return waysOfStatus[status]
}
