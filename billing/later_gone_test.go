package billing_test

import (
	"context"
	"slices"
	"testing"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models/payments"
)

// TestLaterToWhatIsNotSoldAnyMore: the plan left the configuration while the change to it
// waited. Nobody pays for nothing, and an admin hears of it in time.
func TestLaterToWhatIsNotSoldAnyMore(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buySelection(monthly("studio"))
		l.later(monthly("starter"))
		l.settings.Plans = slices.DeleteFunc(
			slices.Clone(l.settings.Plans),
			func(p config.Plan) bool { return p.ID == "starter" },
		)
		l.deafen()
		for range 2 {
			l.sync()
		}
		if alerts, err := payments.OpenAlerts(context.Background(), l.db, 10); err != nil || len(alerts) != 1 ||
			alerts[0].Kind != billing.AlertUnknownPrice {
			t.Errorf("%+v, %v", alerts, err)
		}
		l.pass(aMonth)
		l.wants("changed", "active", 10, letter.Receipt{}, letter.Receipt{})
		if sub := l.plan(); sub.PlanID != "starter" || l.newestBill().AmountPaid != 900 {
			t.Errorf("%+v", sub)
		}
	})
}
