package billing

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models/users"
	billingview "github.com/prokken/prokken/views/billing"
)

// looks are the seconds that the page after a payment waits before it looks
// again; after the first ones it is half a minute each time.
var looks = []int{3, 4, 6, 8, 10, 30, 30, 30, 30, 30, 30, 30, 30}

// quickLooks read the database alone, but for the very first.
const quickLooks = 5

// CheckoutReturn is where the payment page sends people back to. It asks Stripe
// itself, so that the plan is there even if the webhook is late.
func (s *Handler) CheckoutReturn(c echo.Context) error {
	user := s.ViewerOf(c)
	look, _ := strconv.Atoi(c.QueryParam("look")) // else it is the first
	done, err := s.hasArrived(c, user, look)
	switch {
	case err != nil && !errors.Is(err, billing.ErrUnavailable):
		return err
	case done:
		return c.Redirect(http.StatusSeeOther, s.afterPayment(c, user))
	case err != nil: // Stripe is away: the page looks again
		web.LogFailure(c, err)
	}
	return s.waitForPayment(c, max(look, 0))
}

// afterPayment leads to what the plan is for; where nothing was bought that gives access, to the page
// that says what became of it.
func (s *Handler) afterPayment(c echo.Context, user users.User) string {
	subscription, access, err := s.Billing.Current(c.Request().Context(), user.ID)
	if err != nil || !access || subscription.PlanID == "" {
		return billingPath + "?notice=paid"
	}
	return "/account?notice=paid"
}

func (s *Handler) hasArrived(c echo.Context, user users.User, look int) (bool, error) {
	ctx, session := c.Request().Context(), c.QueryParam("session_id")
	switch {
	case look <= 0:
		return s.Billing.Return(ctx, user, session)
	case look < quickLooks:
		return s.Billing.Returned(ctx, user, session)
	}
	return s.Billing.ReturnAgain(ctx, user, session)
}

// waitForPayment looks again by itself, and gives up after some minutes.
func (s *Handler) waitForPayment(c echo.Context, look int) error {
	again := "/billing/return?" + url.Values{"session_id": {c.QueryParam("session_id")}}.Encode()
	isSlow := look >= len(looks)
	if !isSlow {
		c.Response().Header().Set("Refresh", fmt.Sprintf("%d; url=%s&look=%d", looks[look], again, look+1))
	}
	return s.Show(
		c,
		http.StatusOK,
		billingview.Processing(s.Page(c, "Payment", ""), billingview.Waiting{IsSlow: isSlow, Again: again}),
	)
}
