package billing_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

const aDay = 24 * time.Hour

// life is a shop whose time passes as the test says, and that hears nothing but
// what it asks for.
type life struct {
	*shop
	stand *emulator.Emulator
}

// lives runs the test on both databases.
func lives(t *testing.T, test func(t *testing.T, l life)) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newShop(t, db)
		stand, is := s.stripe.(*emulator.Emulator)
		if !is {
			t.Fatal("no emulator")
		}
		s.settings.Now = stand.Now
		s.deafen()
		test(t, life{s, stand})
	})
}

func (l life) customer() models.BillingCustomer {
	l.t.Helper()
	c, err := l.db.CustomerOf(context.Background(), l.user.ID)
	if err != nil {
		l.t.Fatal(err)
	}
	return c
}

// sync copies what Stripe says now.
func (l life) sync() {
	l.t.Helper()
	if err := l.follow(l.customer().ID); err != nil {
		l.t.Fatal(err)
	}
}

// pass lets time go by, and syncs.
func (l life) pass(by time.Duration) {
	l.t.Helper()
	if err := l.stand.Advance(by); err != nil {
		l.t.Fatal(err)
	}
	l.sync()
}

// wants compares the state of the newest subscription, what it gives, and the
// mails so far, in any order.
func (l life) wants(when, status string, sites int64, letters ...mail.Kind) {
	l.t.Helper()
	all, err := l.db.SubscriptionsOf(context.Background(), l.user.ID)
	if err != nil || len(all) == 0 {
		l.t.Fatalf("%s: %v, %v", when, all, err)
	}
	if all[0].Status != status {
		l.t.Errorf("%s: %s, want %s", when, all[0].Status, status)
	}
	if got := l.allowance(billing.Sites).Limit; got != sites {
		l.t.Errorf("%s: %d sites, want %d", when, got, sites)
	}
	sent := l.letters()
	slices.Sort(sent)
	slices.Sort(letters)
	if !slices.Equal(sent, letters) {
		l.t.Errorf("%s: the mails %v, want %v", when, sent, letters)
	}
}

func (l life) changeCard(number string) {
	l.t.Helper()
	if _, err := l.stand.ChangeCard(l.customer().StripeID, number); err != nil {
		l.t.Fatal(err)
	}
}

const cardThatFailsLater = "4000000000000341"

// TestRenewal: everything is told once, however often it is looked at.
func TestRenewal(t *testing.T) {
	lives(t, func(_ *testing.T, l life) {
		l.buyDeaf("starter")
		l.sync()
		l.wants("bought", "active", 1, mail.Receipt)
		l.pass(28 * aDay)
		for range 2 {
			if err := l.service.Remind(context.Background()); err != nil {
				l.t.Fatal(err)
			}
		}
		l.wants("before the renewal", "active", 1, mail.Receipt, mail.RenewalAhead)
		l.pass(4 * aDay)
		l.sync()
		l.wants("renewed", "active", 1, mail.Receipt, mail.RenewalAhead, mail.Receipt)
	})
}

// TestLatePayment: a plan goes on for the days of grace, and again as soon as it
// is paid.
func TestLatePayment(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		l.changeCard(cardThatFailsLater)
		l.pass(31*aDay + 2*time.Hour)
		l.wants("not paid", "past_due", 1, mail.Receipt, mail.PaymentFailed)
		account, err := l.service.Account(context.Background(), l.user.ID)
		if err != nil || !account.Access || account.AccessUntil == nil || account.Subscription.PaymentURL == "" {
			t.Errorf("%+v, %v", account, err)
		}
		l.pass(7 * aDay)
		if got := l.allowance(billing.Sites).Limit; got != 0 {
			t.Errorf("after the days of grace: %d sites", got)
		}
		l.changeCard("4242424242424242")
		invoices, err := l.db.InvoicesBy(context.Background(), l.customer().ID, 1)
		if err != nil || len(invoices) != 1 || invoices[0].Status != "open" {
			t.Fatalf("%+v, %v", invoices, err)
		}
		if outcome, err := l.stand.PayInvoice(invoices[0].ID, "4242424242424242"); err != nil || outcome.Status != emulator.Completed {
			t.Fatalf("%+v, %v", outcome, err)
		}
		l.sync()
		if got := l.allowance(billing.Sites).Limit; got != 1 {
			t.Errorf("paid: %d sites", got)
		}
	})
}

// TestTrial: it gives everything, and its end is told ahead.
func TestTrial(t *testing.T) {
	lives(t, func(_ *testing.T, l life) {
		l.startTrial()
		l.wants("on trial", "trialing", 2)
		l.pass(12 * aDay)
		l.wants("near its end", "trialing", 2, mail.TrialEnding)
		l.pass(2*aDay + 2*time.Hour)
		l.wants("paid", "active", 2, mail.TrialEnding, mail.Receipt)
	})
}

func (l life) startTrial() {
	l.t.Helper()
	_, _, next := l.pay(l.checkout("tried"), goodCard)
	if done, err := l.service.Return(context.Background(), l.user, next.Query().Get("session_id")); !done || err != nil {
		l.t.Fatalf("done %v, %v", done, err)
	}
}

// TestOneTrial: who cancels and comes back pays.
func TestOneTrial(t *testing.T) {
	lives(t, func(_ *testing.T, l life) {
		l.startTrial()
		if err := l.service.EndPlans(context.Background(), l.user.ID); err != nil {
			l.t.Fatal(err)
		}
		l.pass(time.Minute)
		l.startTrial()
		l.wants("again", "active", 2, mail.PlanEnded, mail.Receipt)
	})
}

// TestCancelling: it goes on to the end of what is paid, and can be taken back.
func TestCancelling(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		if err := l.service.Cancel(ctx, l.user, ""); !errors.Is(err, billing.ErrNoPlan) {
			t.Errorf("without a plan: %v", err)
		}
		l.buyDeaf("starter")
		for range 2 {
			if err := l.service.Cancel(ctx, l.user, "Too dear."); err != nil {
				t.Fatal(err)
			}
		}
		l.wants("cancelled", "active", 1, mail.Receipt, mail.PlanCancelled)
		if err := l.service.Resume(ctx, l.user); err != nil {
			t.Fatal(err)
		}
		l.pass(31*aDay + 2*time.Hour)
		l.wants("resumed", "active", 1, mail.Receipt, mail.PlanCancelled, mail.Receipt)
		if err := l.service.Cancel(ctx, l.user, ""); err != nil {
			t.Fatal(err)
		}
		l.pass(32 * aDay)
		l.wants("ended", "canceled", 0, mail.Receipt, mail.PlanCancelled, mail.Receipt, mail.PlanCancelled, mail.PlanEnded)
	})
}

// TestBoughtOnce: it adds up, ends with its days, and is revoked with its money.
func TestBoughtOnce(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		l.buyAudits(2)
		if got := l.allowance(billing.Audits).Limit; got != 200 {
			t.Errorf("two: %d audits", got)
		}
		l.buyAudits(1)
		charges, err := l.db.ChargesBy(ctx, l.customer().ID)
		if err != nil || len(charges) != 2 {
			t.Fatalf("%+v, %v", charges, err)
		}
		dispute, err := l.stand.Dispute(charges[0].ID, "fraudulent")
		if err != nil {
			t.Fatal(err)
		}
		l.sync()
		frozen := l.allowance(billing.Audits).Limit
		if err := l.stand.Decide(dispute, true); err != nil {
			t.Fatal(err)
		}
		l.sync()
		if got := l.allowance(billing.Audits).Limit; got != 300 || frozen == 300 {
			t.Errorf("disputed: %d, won: %d audits", frozen, got)
		}
		if alerts, err := l.db.OpenAlerts(ctx, 10); err != nil || len(alerts) != 1 || alerts[0].Kind != billing.AlertDispute {
			t.Errorf("%+v, %v", alerts, err)
		}
		if _, err := l.stand.Refund(charges[1].ID, 0, ""); err != nil {
			t.Fatal(err)
		}
		l.sync()
		sent := l.letters()
		if got := l.allowance(billing.Audits).Limit; got == 300 || !slices.Contains(sent, mail.Refunded) {
			t.Errorf("refunded: %d audits, the mails %v", got, sent)
		}
		l.pass(31 * aDay)
		if got := l.allowance(billing.Audits).Limit; got != 0 {
			t.Errorf("after its days: %d audits", got)
		}
	})
}

func (l life) buyAudits(n int64) {
	l.t.Helper()
	ctx := context.Background()
	address, err := l.service.Checkout(ctx, l.user, billing.Wish{ID: "audits", Currency: "usd", Quantity: n})
	if err != nil {
		l.t.Fatal(err)
	}
	_, _, next := l.pay(address, goodCard)
	if done, err := l.service.Return(ctx, l.user, next.Query().Get("session_id")); !done || err != nil {
		l.t.Fatalf("done %v, %v", done, err)
	}
}

// TestChange costs exactly what was shown, once.
func TestChange(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx, wish := context.Background(), billing.Wish{ID: "studio", Currency: "usd", Interval: "month", Quantity: 2}
		l.buyDeaf("starter")
		if err := l.stand.Advance(10 * aDay); err != nil {
			t.Fatal(err)
		}
		preview, err := l.service.Preview(ctx, l.user, wish)
		if err != nil || preview.Due <= 0 || preview.Then != 5800 {
			t.Fatalf("%+v, %v", preview, err)
		}
		if err := l.stand.Advance(10 * time.Minute); err != nil {
			t.Fatal(err)
		}
		if err := l.service.Change(ctx, l.user, wish, preview.At); err != nil {
			t.Fatal(err)
		}
		l.wants("changed", "active", 20, mail.Receipt, mail.Receipt)
		invoices, err := l.db.InvoicesBy(ctx, l.customer().ID, 1)
		if err != nil || invoices[0].AmountPaid != preview.Due {
			t.Errorf("%+v was paid, %d was shown, %v", invoices, preview.Due, err)
		}
		var invalid models.Invalid
		if err := l.service.Change(ctx, l.user, wish, preview.At); !errors.As(err, &invalid) {
			t.Errorf("again: %v", err)
		}
		wish.ID = "starter"
		wish.Quantity = 1
		if err := l.service.Change(ctx, l.user, wish, preview.At-1); !errors.As(err, &invalid) || invalid["at"] == "" {
			t.Errorf("an old price: %v", err)
		}
		for _, n := range []int64{0, -1, 6, 1 << 60} {
			wish := billing.Wish{ID: "studio", Currency: "usd", Interval: "month", Quantity: n}
			if _, err := l.service.Preview(ctx, l.user, wish); !errors.As(err, &invalid) {
				t.Errorf("%d of them: %v", n, err)
			}
		}
	})
}

// TestDeclinedChange: the old plan stays.
func TestDeclinedChange(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx, wish := context.Background(), billing.Wish{ID: "studio", Currency: "usd", Interval: "month", Quantity: 1}
		l.buyDeaf("starter")
		l.changeCard(cardThatFailsLater)
		preview, err := l.service.Preview(ctx, l.user, wish)
		if err != nil {
			t.Fatal(err)
		}
		if err := l.service.Change(ctx, l.user, wish, preview.At); !errors.Is(err, billing.ErrDeclined) {
			t.Errorf("got %v", err)
		}
		l.sync()
		if got := l.allowance(billing.Sites).Limit; got != 1 {
			t.Errorf("%d sites", got)
		}
	})
}

// TestCatalog: what is shown first is what is done, and nothing is left.
func TestCatalog(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		if words := l.syncCatalog(); len(words) != 4+7 {
			t.Errorf("at first: %q", words)
		}
		if words := l.syncCatalog(); len(words) != 0 {
			t.Errorf("again: %q", words)
		}
		l.settings.Plans = slices.Clone(plans[:2])
		l.settings.Plans[0].Prices = both(1000)
		l.settings.Plans[1].Description = "For many websites."
		l.service = billing.New(l.db, l.settings)
		words := l.syncCatalog()
		if len(words) != 2+2+1+3 || !slices.Contains(words, "archive the product prokken_tried (Tried)") {
			t.Errorf("after a change: %q", words)
		}
		if words := l.syncCatalog(); len(words) != 0 {
			t.Errorf("again: %q", words)
		}
		l.settings.Plans = plans // 900 within a day of 900
		l.service = billing.New(l.db, l.settings)
		l.syncCatalog()
		if words := l.syncCatalog(); len(words) != 0 {
			t.Errorf("and back: %q", words)
		}
		l.buyDeaf("starter")
		if sub := l.waitFor("active"); sub.Amount != 900 {
			t.Errorf("bought for %d", sub.Amount)
		}
	})
}

func (l life) syncCatalog() []string {
	l.t.Helper()
	ctx := context.Background()
	steps, err := l.service.CatalogSteps(ctx)
	if err != nil {
		l.t.Fatal(err)
	}
	var words []string
	for _, step := range steps {
		if err := step.Do(ctx); err != nil {
			l.t.Fatalf("%s: %v", step.What, err)
		}
		words = append(words, step.What)
	}
	return words
}

// TestSecondSubscription: whatever way somebody got two, they pay for one, and an
// admin is told.
func TestSecondSubscription(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx, first := context.Background(), l.buyDeaf("starter")
		if err := l.stand.Advance(time.Minute); err != nil {
			t.Fatal(err)
		}
		l.changeCard("4242424242424242") // also for what comes
		second := l.ask("POST", "subscriptions", url.Values{"customer": {l.customer().StripeID}, "items[0][price]": {first.PriceID}})
		l.sync()
		all, err := l.db.SubscriptionsOf(ctx, l.user.ID)
		if err != nil || len(all) != 2 || all[0].ID != second["id"] || all[0].Status != "canceled" || all[1].Status != "active" {
			t.Errorf("%+v, %v", all, err)
		}
		if got := l.allowance(billing.Sites).Limit; got != 1 {
			t.Errorf("%d sites", got)
		}
		l.sync()
		if alerts, err := l.db.OpenAlerts(ctx, 10); err != nil || len(alerts) != 1 || alerts[0].Kind != billing.AlertDuplicate || alerts[0].ObjectID != all[0].ID {
			t.Errorf("%+v, %v", alerts, err)
		}
	})
}

// TestManyHintsCostOneFetch: those that were followed already ask nothing.
func TestManyHintsCostOneFetch(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx, bought := context.Background(), l.buyDeaf("starter")
		fetches := 0
		l.breakStripe(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/subscriptions") {
				fetches++
			}
			l.stripe.ServeHTTP(w, r)
		})
		for range 10 {
			if _, err := l.db.MarkDirty(ctx, bought.CustomerID); err != nil {
				t.Fatal(err)
			}
		}
		for range 10 {
			if err := l.service.Sync(ctx, bought.CustomerID); err != nil {
				t.Fatal(err)
			}
		}
		if fetches != 1 {
			t.Errorf("%d fetches", fetches)
		}
	})
}

// TestReconcile finds what no webhook told, and tells of it.
func TestReconcile(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		l.buyDeaf("starter")
		if err := l.stand.Advance(32 * aDay); err != nil {
			t.Fatal(err)
		}
		for _, want := range []int{1, 0} {
			found, done := 0, 0
			err := l.service.Reconcile(ctx, func(n int, differences []billing.Difference) { done, found = n, found+len(differences) })
			if err != nil || found != want || done != 1 {
				t.Errorf("%d differences, %d done, %v", found, done, err)
			}
		}
		l.failAt(emulator.Prefix + "/v1/subscriptions")
		if err := l.service.Reconcile(ctx, func(int, []billing.Difference) {}); !errors.Is(err, billing.ErrUnavailable) {
			t.Errorf("Stripe is down: %v", err)
		}
	})
}

// TestCustomerDeletedAtStripe: their plan ends here as well.
func TestCustomerDeletedAtStripe(t *testing.T) {
	lives(t, func(_ *testing.T, l life) {
		l.buyDeaf("starter")
		l.ask("DELETE", "customers/"+l.customer().StripeID, nil)
		l.sync()
		l.wants("deleted", "canceled", 0, mail.Receipt, mail.PlanEnded)
	})
}

// TestBankDebit: what is paid later is granted later, or not at all.
func TestBankDebit(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		for _, settles := range []bool{true, false} {
			address, err := l.service.Checkout(ctx, l.user, billing.Wish{ID: "audits", Currency: "usd", Quantity: 1})
			if err != nil {
				t.Fatal(err)
			}
			session := address[strings.LastIndex(address, "/")+1:]
			if outcome, err := l.stand.Pay(session, emulator.Payment{Card: emulator.BankDebit, Name: "Ada"}); err != nil || outcome.Status != emulator.Processing {
				t.Fatalf("%+v, %v", outcome, err)
			}
			before := l.allowance(billing.Audits).Limit
			if done, err := l.service.Return(ctx, l.user, session); done || err != nil || l.allowance(billing.Audits).Limit != before {
				t.Errorf("before it is paid: done %v, %v", done, err)
			}
			all, err := l.db.PurchasesBy(ctx, l.customer().ID)
			if err != nil || all[0].State != models.PurchasePending {
				t.Fatalf("%+v, %v", all, err)
			}
			if err := l.stand.Settle(all[0].PaymentIntent, settles); err != nil {
				t.Fatal(err)
			}
			if done, err := l.service.Return(ctx, l.user, session); done != settles || errors.Is(err, billing.ErrDeclined) == settles {
				t.Errorf("after: done %v, %v", done, err)
			}
			if got := l.allowance(billing.Audits).Limit; (got == before+100) != settles {
				t.Errorf("settles %v: %d audits after %d", settles, got, before)
			}
			if err := l.stand.Advance(time.Minute); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestGraceDoesNotBeginAgain when an invoice is given up.
func TestGraceDoesNotBeginAgain(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		l.changeCard(cardThatFailsLater)
		l.pass(31*aDay + 2*time.Hour)
		l.pass(7 * aDay)
		invoices, err := l.db.InvoicesBy(context.Background(), l.customer().ID, 1)
		if err != nil || invoices[0].Status != "open" {
			t.Fatalf("%+v, %v", invoices, err)
		}
		l.ask("POST", "invoices/"+invoices[0].ID+"/mark_uncollectible", nil)
		l.sync()
		if got := l.allowance(billing.Sites).Limit; got != 0 {
			t.Errorf("%d sites", got)
		}
	})
}

// TestForgottenSubscription: what Stripe does not list any more has ended.
func TestForgottenSubscription(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx, bought := context.Background(), l.buyDeaf("starter")
		gone := bought
		gone.ID, gone.StartedAt = "sub_gone", bought.StartedAt.Add(time.Minute)
		if err := l.db.StoreSubscriptions(ctx, []models.Subscription{gone}); err != nil {
			t.Fatal(err)
		}
		l.sync()
		all, err := l.db.SubscriptionsOf(ctx, l.user.ID)
		if err != nil || len(all) != 2 || all[0].ID != "sub_gone" || all[0].Status != "canceled" || all[0].EndedAt == nil || all[1].Status != "active" {
			t.Errorf("%+v, %v", all, err)
		}
	})
}

// TestTrialStaysWithItsPlan: a plan without a trial is not tried by way of another.
func TestTrialStaysWithItsPlan(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.startTrial()
		var invalid models.Invalid
		if _, err := l.service.Preview(context.Background(), l.user, monthly("studio")); !errors.As(err, &invalid) {
			t.Errorf("got %v", err)
		}
	})
}

// TestErasedBuyer pays nothing more, and nothing personal comes back.
func TestErasedBuyer(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx, now := context.Background(), models.Now()
		l.buyDeaf("starter")
		if err := errors.Join(l.db.ScheduleErasure(ctx, l.user.ID, now), l.db.EraseUser(ctx, l.user.ID, now.Add(time.Second))); err != nil {
			t.Fatal(err)
		}
		l.sync()
		c := l.customer()
		all, err := l.db.SubscriptionsBy(ctx, c.ID)
		if err != nil || all[0].Status != "canceled" || c.Details.Email != "" || c.Details.Card != nil {
			t.Errorf("%+v, %+v, %v", all, c.Details, err)
		}
		l.user.EraseAfter = &now
		var invalid models.Invalid
		if _, err := l.service.Checkout(ctx, l.user, monthly("starter")); !errors.As(err, &invalid) {
			t.Errorf("who is leaving buys: %v", err)
		}
	})
}
