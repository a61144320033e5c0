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
	"github.com/prokken/prokken/validation"
	adminview "github.com/prokken/prokken/views/admin"
)

const eventsPath = adminBillingPath + "/events"

// AdminEvents is the log of webhooks, newest first.
func (s *Handler) AdminEvents(c echo.Context) error {
	return s.showEvents(c, http.StatusOK, adminview.EventLog{Notice: billingNotices[c.QueryParam("notice")]})
}

func (s *Handler) showEvents(c echo.Context, status int, v adminview.EventLog) error {
	ctx := c.Request().Context()
	last, err := s.eventBefore(c)
	if err != nil {
		return err
	}
	found, err := payments.ListEvents(ctx, s.DB, last, pageSize+1)
	if err != nil {
		return err
	}
	next := ""
	if len(found) > pageSize {
		found, next = found[:pageSize], found[pageSize-1].ID
	}
	if v.Rows, err = s.eventRows(ctx, found); err != nil {
		return err
	}
	v.Pager = pager(c, eventsPath, next, url.Values{})
	page := s.Page(c, "Stripe events", "")
	page.Wide = true
	return s.Show(c, status, adminview.EventLogPage(page, v))
}

func (s *Handler) eventBefore(c echo.Context) (*payments.StripeEvent, error) {
	typed := c.QueryParam("before")
	if typed == "" {
		return nil, nil
	}
	last, err := payments.Event(c.Request().Context(), s.DB, typed)
	return &last, err
}

func (s *Handler) eventRows(ctx context.Context, found []payments.StripeEvent) ([]adminview.EventRow, error) {
	var ids []uuid.UUID
	for _, e := range found {
		if e.CustomerID != nil {
			ids = append(ids, *e.CustomerID)
		}
	}
	directory, err := s.directory(ctx, ids, nil)
	var rows []adminview.EventRow
	for _, e := range found {
		row := adminview.EventRow{
			StripeEvent:  e,
			OtherVersion: e.APIVersion != billing.APIVersion,
			Href:         s.Billing.Mode().Dashboard("events", e.ID),
		}
		if e.CustomerID != nil {
			customer := directory.Customers[*e.CustomerID]
			row.Whom = directory.Customer(customer.ID)
			row.Followed = customer.SyncedSeq >= e.Seq
			row.Error = customer.LastError
		}
		rows = append(rows, row)
	}
	return rows, err
}

// ReplayEvent has the customer of an event compared with Stripe again.
func (s *Handler) ReplayEvent(c echo.Context) error {
	ctx := c.Request().Context()
	identity, _ := s.Identity(c)
	id := c.Param("id")
	err := s.DB.Transaction(ctx, func(tx *models.DB) error {
		if _, err := s.Billing.Replay(ctx, tx, id); err != nil {
			return err
		}
		return s.Auth.RecordActivityIn(ctx, tx, identity, activity.EventReplayed, id)
	})
	var invalid validation.Errors
	if errors.As(err, &invalid) && !web.WantsJSON(c) {
		return s.showEvents(c, http.StatusUnprocessableEntity, adminview.EventLog{Problem: web.FirstOf(invalid)})
	}
	if err != nil {
		return err
	}
	return s.Done(c, http.StatusOK, echo.Map{"message": billingNotices["replayed"]}, eventsPath+"?notice=replayed")
}
