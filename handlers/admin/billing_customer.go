package admin

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/payments"
	adminview "github.com/prokken/prokken/views/admin"
)

// maxInvoices is how many the page shows, the newest.
const maxInvoices = 50

func (s *Handler) AdminCustomer(c echo.Context) error {
	customer, err := s.customerInPath(c)
	if err != nil {
		return err
	}
	v := adminview.CustomerDetails{Notice: billingNotices[c.QueryParam("notice")]}
	return s.showCustomer(c, http.StatusOK, customer, v)
}

func (s *Handler) customerInPath(c echo.Context) (payments.Customer, error) {
	id, err := web.PathID(c)
	if err != nil {
		return payments.Customer{}, err
	}
	return payments.CustomerByID(c.Request().Context(), s.DB, id)
}

// showCustomer reads the customer anew: an act may have changed it.
func (s *Handler) showCustomer(
	c echo.Context,
	status int,
	customer payments.Customer,
	v adminview.CustomerDetails,
) error {
	ctx := c.Request().Context()
	var err error
	if v.Customer, err = payments.CustomerByID(ctx, s.DB, customer.ID); err != nil {
		return err
	}
	if v.Subscriptions, err = payments.SubscriptionsBy(ctx, s.DB, customer.ID); err != nil {
		return err
	}
	if err = s.readCharges(c, customer.ID, &v); err != nil {
		return err
	}
	if v.Invoices, err = payments.InvoicesBy(ctx, s.DB, customer.ID, maxInvoices+1); err != nil {
		return err
	}
	if v.Purchases, err = payments.PurchasesBy(ctx, s.DB, customer.ID); err != nil {
		return err
	}
	v.MoreInvoices = cut(&v.Invoices, maxInvoices)
	if v.Gifts, err = s.giftsOf(ctx, customer.UserID, v.Form); err != nil {
		return err
	}
	v.Gifts.Customer = customer.ID.String()
	v.Mode, v.Names, v.Attempt = s.Billing.Mode(), s.Billing.Names(), models.NewID().String()
	page := s.Page(c, "Customer", "")
	page.Wide = true
	return s.Show(c, status, adminview.CustomerPage(page, v))
}

// readCharges reads a page of them: the one that the address names, or the form
// that has to be corrected.
func (s *Handler) readCharges(c echo.Context, customerID uuid.UUID, v *adminview.CustomerDetails) error {
	v.Before = web.Printable(c.FormValue("before"))
	var err error
	if v.Charges, err = payments.ChargesBefore(c.Request().Context(), s.DB, customerID, v.Before, pageSize+1); err != nil {
		return err
	}
	next := ""
	if cut(&v.Charges, pageSize) {
		next = v.Charges[pageSize-1].ID
	}
	v.Pager = pagerFrom(v.Before, customersPath+"/"+customerID.String(), next, url.Values{}).At("charges")
	return nil
}

// cut shortens a list, and reports whether it was longer.
func cut[T any](all *[]T, most int) bool {
	longer := len(*all) > most
	*all = (*all)[:min(len(*all), most)]
	return longer
}

// SyncCustomer compares a customer with Stripe, and tells what was different.
func (s *Handler) SyncCustomer(c echo.Context) error {
	customer, err := s.customerInPath(c)
	if err != nil {
		return err
	}
	ctx := context.WithoutCancel(c.Request().Context())
	identity, _ := s.Identity(c)
	if err := s.Auth.RecordActivity(ctx, identity, activity.CustomerSynced, customer.StripeID); err != nil {
		return err
	}
	found, err := s.Billing.SyncNow(ctx, customer)
	if web.WantsJSON(c) {
		if err != nil {
			return err
		}
		return c.JSON(http.StatusOK, echo.Map{"different": words(found)})
	}
	if err != nil {
		return s.syncFailed(c, customer, err)
	}
	return s.showCustomer(c, http.StatusOK, customer, adminview.CustomerDetails{Synced: true, Different: words(found)})
}

// syncFailed: the reason is stored with the customer, and the page shows it.
func (s *Handler) syncFailed(c echo.Context, customer payments.Customer, err error) error {
	web.LogFailure(c, err)
	status, problem := http.StatusBadGateway, "It could not be compared with Stripe right now. What went wrong is shown below."
	if errors.Is(err, billing.ErrUnavailable) {
		status, problem = http.StatusServiceUnavailable, "Stripe did not answer in time. Please try again in a minute."
	}
	return s.showCustomer(c, status, customer, adminview.CustomerDetails{Problem: problem})
}

func words(found []billing.Difference) []string {
	all := []string{}
	for _, d := range found {
		all = append(all, d.What)
	}
	return all
}
