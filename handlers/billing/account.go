package billing

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/money"
	"github.com/prokken/prokken/validation"
	billingview "github.com/prokken/prokken/views/billing"
)

const billingPath = "/account/billing"

// billingNotices are what the page says after an act.
var billingNotices = map[string]string{
	"paid":      "Thank you. It is all set.",
	"cancelled": "Your plan is cancelled.",
	"resumed":   "Your plan continues. It is good to have you.",
	"changed":   "Your plan has changed.",
	"scheduled": "Your plan changes at the end of the period. Until then you keep your current plan.",
	"kept":      "Your plan stays as it is.",
	"started":   "Your plan continues. It is good to have you.",
	"settled":   "There is nothing left to pay. Thank you.",
}

func (s *Handler) BillingPage(c echo.Context) error {
	return s.showBilling(c, http.StatusOK, c.QueryParam("notice"), "")
}

func (s *Handler) showBilling(c echo.Context, status int, notice, problem string) error {
	user := s.ViewerOf(c)
	v, err := PlanOf(c.Request().Context(), s.Billing, user.ID)
	if err != nil {
		return err
	}
	v.Notice, v.Problem = noticeOf(notice, v), problem
	return s.Show(c, status, billingview.BillingPage(s.Page(c, "Billing", billingPath), v))
}

// noticeOf is what the page says after an act. Whoever cancelled reads what is still
// charged.
func noticeOf(act string, v billingview.Billing) string {
	switch {
	case act == "paid" && v.TrialRefused:
		return "" // the page says what became of it
	case act != "cancelled":
		return billingNotices[act]
	case v.Subscription == nil:
		return "Your plan has ended, and its open bill is cancelled. Nothing more is charged."
	case v.Owed > 0:
		return "Your plan is cancelled. You can use it until its end. Your bill of " +
			money.Short(v.Owed, v.Subscription.Currency) +
			" for the current period is still collected, and nothing after that."
	}
	return "Your plan is cancelled. You can use it until its end, and pay nothing more."
}

// PlanOf is what a user has, from the database alone.
func PlanOf(ctx context.Context, sales *billing.Service, userID uuid.UUID) (billingview.Billing, error) {
	account, err := sales.Account(ctx, userID)
	v := billingview.Billing{Account: account, Names: sales.Names(), Now: sales.Now()}
	switch {
	case account.Subscription != nil:
		v.Plan = cmp.Or(account.Subscription.Title, sales.Name(account.Subscription.PlanID))
	case account.Past != nil:
		v.Plan = cmp.Or(account.Past.Title, sales.Name(account.Past.PlanID))
	}
	return v, err
}

func (s *Handler) CancelPlan(c echo.Context) error {
	user := s.ViewerOf(c)
	comment := web.Printable(c.FormValue("comment"))
	if utf8.RuneCountInString(comment) > web.MaxReason {
		return s.billed(
			c,
			validation.Errors{"comment": "That is a little long. Please keep it under 500 characters, or send us an email."},
			"",
		)
	}
	return s.billed(c, s.Billing.Cancel(c.Request().Context(), user, comment), "cancelled")
}

func (s *Handler) UncancelPlan(c echo.Context) error {
	user := s.ViewerOf(c)
	return s.billed(c, s.Billing.Uncancel(c.Request().Context(), user), "resumed")
}

// CancelScheduledChange takes a scheduled change back.
func (s *Handler) CancelScheduledChange(c echo.Context) error {
	user := s.ViewerOf(c)
	return s.billed(c, s.Billing.CancelScheduledChange(c.Request().Context(), user), "kept")
}

// StartPlan goes on with a plan that paused when its trial ended.
func (s *Handler) StartPlan(c echo.Context) error {
	user := s.ViewerOf(c)
	return s.billed(c, s.Billing.ResumePaused(c.Request().Context(), user), "started")
}

// PayPlan leads to Stripe's page of the bill that a stopped plan waits for.
func (s *Handler) PayPlan(c echo.Context) error {
	user := s.ViewerOf(c)
	address, err := s.Billing.Owed(c.Request().Context(), user)
	if err != nil || address == "" {
		return s.billed(c, err, "settled")
	}
	return s.Done(c, http.StatusOK, echo.Map{"url": address}, address)
}

// billed answers an act on the page itself.
func (s *Handler) billed(c echo.Context, err error, notice string) error {
	if err == nil {
		return s.Done(c, http.StatusOK, echo.Map{"message": billingNotices[notice]}, billingPath+"?notice="+notice)
	}
	status, message, known := s.Outcome(c, err)
	if !known || web.WantsJSON(c) {
		return err
	}
	return s.showBilling(c, status, "", message)
}

// selectionOf is what a form or link about a change of plan asks for, in the currency
// of the plan there is.
func selectionOf(c echo.Context, now payments.Subscription) billing.Selection {
	quantity, err := strconv.ParseInt(cmp.Or(c.FormValue("quantity"), strconv.FormatInt(now.Quantity, 10)), 10, 64)
	if err != nil {
		quantity = -1
	}
	return billing.Selection{
		ID:       c.FormValue("plan"),
		Interval: c.FormValue("interval"),
		Currency: now.Currency,
		Quantity: quantity,
	}
}

func (s *Handler) PlanPage(c echo.Context) error {
	return s.onPlan(c, func(user users.User, now payments.Subscription) error {
		v := billingview.PlanChange{}
		if c.QueryParam("plan") == "" {
			return s.showPlan(c, http.StatusOK, now, v)
		}
		preview, err := s.Billing.Preview(c.Request().Context(), user, selectionOf(c, now))
		if err != nil {
			return s.planRefused(c, now, err)
		}
		v.Preview, v.Name = &preview, s.Billing.Name(preview.Selection.ID)
		return s.showPlan(c, http.StatusOK, now, v)
	})
}

func (s *Handler) ChangePlan(c echo.Context) error {
	return s.onPlan(c, func(user users.User, now payments.Subscription) error {
		at, _ := strconv.ParseInt(c.FormValue("at"), 10, 64) // 0 is too old
		change, notice, err := s.changeWhen(c.FormValue("when"))
		if err == nil {
			err = change(c.Request().Context(), user, selectionOf(c, now), at)
		}
		if err != nil {
			return s.planRefused(c, now, err)
		}
		return s.billed(c, nil, notice)
	})
}

// changeWhen is the act that was chosen, and what the page says after it. Where there
// is no choice it is made now.
func (s *Handler) changeWhen(
	when string,
) (func(context.Context, users.User, billing.Selection, int64) error, string, error) {
	switch when {
	case "", "now":
		return s.Billing.Change, "changed", nil
	case "later":
		return s.Billing.ChangeLater, "scheduled", nil
	}
	return nil, "", validation.Errors{"when": "Please choose when to change."}
}

// onPlan is for those who have a plan; others choose one first.
func (s *Handler) onPlan(c echo.Context, do func(users.User, payments.Subscription) error) error {
	user := s.ViewerOf(c)
	now, has, err := s.Billing.Current(c.Request().Context(), user.ID)
	switch {
	case err != nil:
		return err
	case !has && web.WantsJSON(c):
		return billing.ErrNoPlan
	case !has:
		return c.Redirect(http.StatusSeeOther, "/pricing")
	}
	return do(user, now)
}

func (s *Handler) planRefused(c echo.Context, now payments.Subscription, err error) error {
	status, message, known := s.Outcome(c, err)
	if !known || web.WantsJSON(c) {
		return err
	}
	return s.showPlan(c, status, now, billingview.PlanChange{Problem: message})
}

// showPlan offers every other plan and interval in the same currency.
func (s *Handler) showPlan(c echo.Context, status int, now payments.Subscription, v billingview.PlanChange) error {
	v.Now, v.NowName = now, s.Billing.Name(now.PlanID)
	_, intervals := pricesOf(s.Billing.Plans(), nil)
	for _, interval := range intervals {
		v.Offers = append(v.Offers, offersOf(s.Billing.Plans(), now.Currency, interval)...)
	}
	v.Offers = slices.DeleteFunc(v.Offers, func(o billingview.Offer) bool {
		return o.ID == now.PlanID && o.Price.Interval == now.Interval && o.Most == 1
	})
	return s.Show(c, status, billingview.PlanPage(s.Page(c, "Change plan", billingPath), v))
}

// Portal leads to Stripe's own page about the card, the address and so on.
func (s *Handler) Portal(c echo.Context) error {
	user := s.ViewerOf(c)
	flow := c.FormValue("flow")
	if flow != billing.PortalHome && flow != billing.PortalCard {
		return models.ErrNotFound
	}
	address, err := s.Billing.Portal(c.Request().Context(), user, flow, billingPath)
	if (errors.Is(err, billing.ErrUnavailable) || errors.Is(err, billing.ErrGone)) && !web.WantsJSON(c) {
		return s.billed(c, err, "")
	}
	if err != nil {
		return err
	}
	return s.Done(c, http.StatusOK, echo.Map{"url": address}, address)
}
