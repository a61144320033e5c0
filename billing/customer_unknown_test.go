package billing_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
)

// forgotten has the user hold a plan of a customer whom Stripe does not know.
func (s *shop) forgotten(status string) payments.Customer {
	s.t.Helper()
	ctx := context.Background()
	lost := payments.Customer{ID: models.NewID(), UserID: s.user.ID, StripeID: "cus_of_another_time"}
	if _, err := payments.EnsureCustomer(ctx, s.db, &lost); err != nil {
		s.t.Fatal(err)
	}
	if err := payments.StoreSubscriptions(ctx, s.db, []payments.Subscription{{ID: "sub_1", CustomerID: lost.ID, PlanID: "starter", Status: status}}); err != nil {
		s.t.Fatal(err)
	}
	return lost
}

// TestPlanOfAForgottenCustomer keeps nobody from buying: it has ended.
func TestPlanOfAForgottenCustomer(t *testing.T) {
	for _, status := range []string{"active", "unpaid"} {
		modelstest.Each(t, func(t *testing.T, db *models.DB) {
			s, ctx := newShop(t, db), context.Background()
			s.forgotten(status)
			if bought := s.buy("studio"); bought.ID == "sub_1" || bought.PlanID != "studio" {
				t.Errorf("%+v", bought)
			}
			all, err := payments.SubscriptionsOf(ctx, db, s.user.ID)
			if err != nil || len(all) != 2 || all[1].Status != "canceled" || all[1].EndedAt == nil {
				t.Errorf("%+v, %v", all, err)
			}
			if alerts, err := payments.OpenAlerts(ctx, db, 10); err != nil || len(alerts) != 1 ||
				alerts[0].Kind != billing.AlertForgotten ||
				alerts[0].ObjectID != "sub_1" {
				t.Errorf("%+v, %v", alerts, err)
			}
			if told, err := payments.HasEffect(ctx, db, string(letter.BillingAlert{}.Kind()), billing.AlertForgotten+"#sub_1"); err != nil ||
				!told {
				t.Errorf("the admins hear of it: %v, %v", told, err)
			}
		})
	}
}

// TestPlanOfACustomerThatMayBeKnown stays: Stripe is down, or the key is one for
// tests.
func TestPlanOfACustomerThatMayBeKnown(t *testing.T) {
	for name, fault := range map[string]http.HandlerFunc{
		"down": answers(http.StatusInternalServerError, `{"error":{"type":"api_error"}}`),
		"live": answers(http.StatusNotFound, `{"error":{"type":"invalid_request_error","code":"resource_missing","param":"id",
			"message":"No such customer: 'cus_1'; a similar object exists in live mode, but a test mode key was used to make this request."}}`),
	} {
		t.Run(name, func(t *testing.T) {
			modelstest.Each(t, func(t *testing.T, db *models.DB) {
				s, ctx := newShop(t, db), context.Background()
				lost := s.forgotten("active")
				s.breakStripe(fault)
				if _, err := s.service.Checkout(ctx, s.user, monthly("studio")); !errors.Is(
					err,
					billing.ErrAlreadySubscribed,
				) {
					t.Errorf("got %v", err)
				}
				if kept, err := payments.CustomerOf(ctx, db, s.user.ID); err != nil || kept.StripeID != lost.StripeID {
					t.Errorf("%+v, %v", kept, err)
				}
			})
		})
	}
}
