package billing_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/prokken/prokken/billing"
)

// TestReleaseFailedOnce does not keep anybody from cancelling: Stripe repeats an error
// of its own to the same idempotency key.
func TestReleaseFailedOnce(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		l.buySelection(monthly("studio"))
		l.later(monthly("starter"))
		var first sync.Once
		failed := ""
		l.breakStripe(func(w http.ResponseWriter, r *http.Request) {
			if given := r.Header.Get("Idempotency-Key"); strings.HasSuffix(r.URL.Path, "/release") {
				first.Do(func() { failed = given })
				if given == failed {
					http.Error(w, `{"error":{"type":"api_error"}}`, http.StatusInternalServerError)
					return
				}
			}
			l.stand.ServeHTTP(w, r)
		})
		if err := l.service.Cancel(ctx, l.user, ""); !errors.Is(err, billing.ErrUnavailable) {
			t.Errorf("got %v", err)
		}
		if err := l.service.Cancel(ctx, l.user, ""); err != nil || !l.plan().CancelAtPeriodEnd {
			t.Errorf("%+v, %v", l.plan(), err)
		}
	})
}

// TestReleasedElsewhere: what is done already is no conflict.
func TestReleasedElsewhere(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buySelection(monthly("studio"))
		l.later(monthly("starter"))
		l.ask("POST", "subscription_schedules/"+l.plan().ScheduleID+"/release", url.Values{})
		if err := l.service.Cancel(context.Background(), l.user, ""); err != nil || !l.plan().CancelAtPeriodEnd {
			t.Errorf("%+v, %v", l.plan(), err)
		}
	})
}

// TestUncancelLeavesTheScheduledChange: nothing was cancelled, so nothing is taken back, least
// of all what CancelScheduledChange may not.
func TestUncancelLeavesTheScheduledChange(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buySelection(monthly("studio"))
		l.elsewhere(l.plan(), l.price("5000", ""))
		l.sync()
		if err := l.service.Uncancel(context.Background(), l.user); err != nil {
			t.Error(err)
		}
		l.sync()
		l.wantsNext("resumed", "", 5000)
	})
}
