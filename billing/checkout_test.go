package billing_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/validation"
)

func TestPurchase(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		status, _, next := s.pay(s.checkout("starter"), goodCard)
		if status != http.StatusSeeOther || next.Path != "/billing/return" {
			t.Fatalf("status %d, to %v", status, next)
		}
		done, err := s.service.Return(ctx, s.user, next.Query().Get("session_id"))
		if err != nil || !done {
			t.Fatalf("done %v, %v", done, err)
		}
		current, has, err := s.service.Current(ctx, s.user.ID)
		if err != nil || !has {
			t.Fatalf("has %v, %v", has, err)
		}
		if current.PlanID != "starter" || current.Status != "active" || current.Amount != 900 ||
			current.Currency != "usd" ||
			current.Interval != "month" {
			t.Errorf("bought %+v", current)
		}
		if left := time.Until(current.CurrentPeriodEnd); left < 27*24*time.Hour || left > 32*24*time.Hour {
			t.Errorf("the period ends in %v", left)
		}
		s.noneOpen()
		for _, plan := range plans {
			if _, err := s.service.Checkout(ctx, s.user, monthly(plan.ID)); !errors.Is(
				err,
				billing.ErrAlreadySubscribed,
			) {
				t.Errorf("a second purchase, of %s: %v", plan.ID, err)
			}
		}
	})
}

func TestWebhookAloneMakesTheSubscriptionActive(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newShop(t, db)
		if bought := s.buy("studio"); bought.PlanID != "studio" || !billing.HasAccess(bought.Status) {
			t.Errorf("bought %+v", bought)
		}
		s.noneOpen()
	})
}

func TestDeclinedCardBuysNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newShop(t, db)
		address := s.checkout("starter")
		for number, says := range map[string]string{"4000 0000 0000 0002": "declined", "4000 0000 0000 9995": "insufficient funds"} {
			status, page, _ := s.pay(address, number)
			if status != http.StatusPaymentRequired || !strings.Contains(page, says) ||
				!strings.Contains(page, `value="Ada Lovelace"`) {
				t.Errorf("%s: status %d, %s", number, status, page)
			}
		}
		if _, has, err := s.service.Current(context.Background(), s.user.ID); has || err != nil {
			t.Errorf("has %v, %v", has, err)
		}
		if again := s.checkout("starter"); again != address {
			t.Errorf("the checkout goes on at %s, not %s", again, address)
		}
		s.pay(address, goodCard)
		s.waitFor("active")
	})
}

func TestManyClicksMakeOneCheckout(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newShop(t, db)
		addresses := make([]string, 20)
		var clicks sync.WaitGroup
		for i := range addresses {
			clicks.Go(func() {
				var err error
				if addresses[i], err = s.service.Checkout(context.Background(), s.user, monthly("starter")); err != nil {
					t.Error(err)
				}
			})
		}
		clicks.Wait()
		if found := distinct(addresses); len(found) != 1 {
			t.Errorf("%d pages are open: %v", len(found), found)
		}
	})
}

func TestManyTabsLeaveOnePageToPay(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newShop(t, db)
		addresses := make([]string, 6)
		var tabs sync.WaitGroup
		for i := range addresses {
			tabs.Go(func() {
				var err error
				addresses[i], err = s.service.Checkout(context.Background(), s.user, monthly(plans[i%2].ID))
				if err != nil && !errors.Is(err, models.ErrConflict) {
					t.Error(err)
				}
			})
		}
		tabs.Wait()
		paid := 0
		for _, address := range distinct(addresses) {
			if address == "" {
				continue
			}
			if status, _, _ := s.pay(address, goodCard); status == http.StatusSeeOther {
				paid++
			}
		}
		if paid > 1 {
			t.Errorf("%d pages could be paid", paid)
		}
	})
}

func TestOtherPlanExpiresTheFirst(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newShop(t, db)
		first := s.checkout("starter")
		second := s.checkout("studio")
		if status, _, _ := s.pay(first, goodCard); status != http.StatusGone {
			t.Errorf("paying the first was answered with %d", status)
		}
		if status, _, _ := s.pay(second, goodCard); status != http.StatusSeeOther {
			t.Errorf("paying the second was answered with %d", status)
		}
		if bought := s.waitFor("active"); bought.PlanID != "studio" {
			t.Errorf("bought %+v", bought)
		}
	})
}

// TestPaidInAnotherTab has no webhooks: the checkout itself finds out.
func TestPaidInAnotherTab(t *testing.T) {
	for _, plan := range []string{"starter", "studio"} {
		modelstest.Each(t, func(t *testing.T, db *models.DB) {
			s := newShop(t, db)
			s.deafen()
			s.pay(s.checkout("starter"), goodCard)
			if _, err := s.service.Checkout(context.Background(), s.user, monthly(plan)); !errors.Is(
				err,
				billing.ErrAlreadySubscribed,
			) {
				t.Errorf("got %v", err)
			}
			s.noneOpen()
			s.waitFor("active")
		})
	}
}

func TestUnknownPlan(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newShop(t, db)
		var invalid validation.Errors
		for _, plan := range []string{"", "enterprise", "starter\x00", "\xff"} {
			if _, err := s.service.Checkout(context.Background(), s.user, monthly(plan)); !errors.As(err, &invalid) ||
				invalid["plan"] == "" {
				t.Errorf("%q: %v", plan, err)
			}
		}
		s.noneOpen()
	})
}

func TestNewPriceIsUsedAndTheOldOneStaysWithItsPlan(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		old := s.checkout("starter")
		dearer := s.settings
		dearer.Plans = slices.Clone(plans)
		dearer.Plans[0].Prices = both(1100)
		address, err := billing.New(db, dearer).Checkout(ctx, s.user, monthly("starter"))
		if err != nil {
			t.Fatal(err)
		}
		if status, _, _ := s.pay(old, goodCard); status != http.StatusGone {
			t.Errorf("the page with the old price was answered with %d", status)
		}
		if status, _, _ := s.pay(address, goodCard); status != http.StatusSeeOther {
			t.Fatalf("status %d", status)
		}
		bought := s.waitFor("active")
		if _, err := s.service.Checkout(ctx, s.newUser("bob@example.com"), monthly("starter")); err != nil { // takes the lookup key
			t.Fatal(err)
		}
		if err := s.follow(bought.CustomerID); err != nil {
			t.Fatal(err)
		}
		if kept := s.waitFor("active"); kept.PlanID != "starter" || kept.Amount != 1100 {
			t.Errorf("kept %+v", kept)
		}
	})
}

func TestCustomerThatStripeForgotIsMadeAnew(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		lost := payments.Customer{ID: models.NewID(), UserID: s.user.ID, StripeID: "cus_of_another_time"}
		if _, err := payments.EnsureCustomer(ctx, db, &lost); err != nil {
			t.Fatal(err)
		}
		if err := s.follow(lost.ID); err == nil || !strings.Contains(err.Error(), "cus_of_another_time") {
			t.Errorf("syncing it says %v", err)
		}
		s.buy("starter")
	})
}
