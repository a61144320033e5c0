package admin

import (
	"context"
	"errors"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/payments"
	adminview "github.com/prokken/prokken/views/admin"
)

const adminBillingPath = "/admin/billing"

// billingNotices are what the pages say after an act.
var billingNotices = map[string]string{
	"resolved": "The alert is resolved.",
	"replayed": "Its customer is being compared with Stripe. Check back in a moment.",
	"refunded": "The money is on its way back. Banks take a few days.",
	"ended":    "The plan has ended.",
	"extended": "The plan is free until then.",
	"given":    "The gift is given.",
	"taken":    "The gift is taken back.",
}

// AdminBilling is how the business goes, and what to look at.
func (s *Handler) AdminBilling(c echo.Context) error {
	return s.showDashboard(c, http.StatusOK, adminview.BillingDashboard{Notice: billingNotices[c.QueryParam("notice")]})
}

func (s *Handler) showDashboard(c echo.Context, status int, v adminview.BillingDashboard) error {
	ctx := c.Request().Context()
	figures, err := s.Billing.Figures(ctx)
	if err != nil {
		return err
	}
	attention, err := s.Billing.NeedsAttention(ctx, pageSize)
	if err != nil {
		return err
	}
	whom, err := s.directoryOf(ctx, attention)
	if err != nil {
		return err
	}
	v.NeedsAttention, v.Figures, v.Mode, v.Whom, v.Names = attention, figures, s.Billing.Mode(), whom, s.Billing.Names()
	page := s.Page(c, "Billing", "")
	page.Wide = true
	return s.Show(c, status, adminview.BillingDashboardPage(page, v))
}

func (s *Handler) directoryOf(ctx context.Context, d billing.NeedsAttention) (adminview.Directory, error) {
	var customers, users []uuid.UUID
	for _, a := range d.Alerts {
		if a.CustomerID != nil {
			customers = append(customers, *a.CustomerID)
		}
	}
	for _, sub := range d.PastDue {
		customers = append(customers, sub.CustomerID)
	}
	for _, one := range d.Behind {
		customers = append(customers, one.ID)
	}
	for _, one := range d.Checkouts {
		users = append(users, one.UserID)
	}
	return s.directory(ctx, customers, users)
}

// directory is who the customers and users are.
func (s *Handler) directory(ctx context.Context, customers, users []uuid.UUID) (adminview.Directory, error) {
	found, err := payments.CustomersByID(ctx, s.DB, customers)
	if err != nil {
		return adminview.Directory{}, err
	}
	for _, one := range found {
		users = append(users, one.UserID)
	}
	names, err := activity.AddressesOf(ctx, s.DB, users)
	return adminview.Directory{Customers: found, Names: names}, err
}

// ResolveAlert notes that somebody has dealt with it, and how.
func (s *Handler) ResolveAlert(c echo.Context) error {
	id, err := web.PathID(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	alert, err := payments.AlertByID(ctx, s.DB, id)
	if err != nil {
		return err
	}
	form := actForm(c, id.String())
	if alert.ResolvedAt == nil {
		err = s.resolve(ctx, c, alert, form)
	}
	if err != nil {
		return s.actNot(c, err, form, func(status int, form adminview.ActForm) error {
			return s.showDashboard(c, status, adminview.BillingDashboard{Form: form})
		})
	}
	return s.Done(c, http.StatusOK, echo.Map{"message": billingNotices["resolved"]}, adminBillingPath+"?notice=resolved")
}

// resolve: of two at once, one is noted, and that is all right for both.
func (s *Handler) resolve(ctx context.Context, c echo.Context, alert payments.Alert, form adminview.ActForm) error {
	if err := needReason(form); err != nil {
		return err
	}
	identity, _ := s.Identity(c)
	err := s.DB.Transaction(ctx, func(tx *models.DB) error {
		if err := payments.ResolveAlert(ctx, tx, alert.ID, s.Now()); err != nil {
			return err
		}
		return s.Auth.RecordActivityIn(
			ctx,
			tx,
			identity,
			activity.AlertResolved,
			alert.Kind+" "+alert.ObjectID+": "+form.Reason,
		)
	})
	if errors.Is(err, models.ErrConflict) {
		return nil
	}
	return err
}
