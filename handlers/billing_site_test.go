package handlers_test

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

// billingSite is a site with customers in its database and a stand-in for the few
// operations of Stripe's API that admins' acts need.
type billingSite struct {
	*site
	db   *models.DB
	ada  payments.Customer
	page string // of ada

	mu    sync.Mutex
	calls []string // that changed something at Stripe
	fails int      // the status of those; 0: they work
	saved map[string]string
}

func newBillingSite(t *testing.T, db *models.DB) *billingSite {
	t.Helper()
	o := &billingSite{site: open(t, db), db: db, saved: map[string]string{}}
	o.stripe.Store(new(http.Handler(http.HandlerFunc(o.serve))))
	o.ada = o.customer("ada@example.com", "cus_ada")
	o.page = "/admin/billing/customers/" + o.ada.ID.String()
	return o
}

func (o *billingSite) customer(email, stripeID string) payments.Customer {
	o.t.Helper()
	ctx, now := context.Background(), models.Now()
	user := users.User{ID: models.NewID(), Email: email, PasswordHash: "x", Role: users.Member, VerifiedAt: &now}
	if err := users.Create(ctx, o.db, &user); err != nil {
		o.t.Fatal(err)
	}
	c, err := payments.EnsureCustomer(
		ctx,
		o.db,
		&payments.Customer{ID: models.NewID(), UserID: user.ID, StripeID: stripeID},
	)
	if err != nil {
		o.t.Fatal(err)
	}
	return c
}

// serve answers acts as Stripe does: the same idempotency key acts once. Nobody's
// lists hold anything.
func (o *billingSite) serve(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	defer o.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	if r.Method == http.MethodGet {
		if strings.HasPrefix(r.URL.Path, "/dev/stripe/v1/customers/") {
			fmt.Fprintf(w, `{"id":"cus_ada","object":"customer","email":"ada@example.com"}`)
			return
		}
		fmt.Fprint(w, `{"object":"list","data":[],"has_more":false}`)
		return
	}
	if o.fails != 0 {
		w.WriteHeader(o.fails)
		fmt.Fprint(w, `{"error":{"type":"invalid_request_error","message":"That <b>cannot</b> be done."}}`)
		return
	}
	_ = r.ParseForm()
	key := r.Header.Get("Idempotency-Key")
	if _, again := o.saved[key]; !again || key == "" || r.URL.Path != "/dev/stripe/v1/refunds" {
		o.calls = append(
			o.calls,
			r.Method+" "+strings.TrimPrefix(
				r.URL.Path,
				"/dev/stripe/v1/",
			)+" "+r.Form.Get(
				"charge",
			)+r.Form.Get(
				"amount",
			)+r.Form.Get(
				"trial_end",
			),
		)
	}
	o.saved[key] = r.URL.Path
	fmt.Fprint(w, `{"id":"x","object":"x"}`)
}

func (o *billingSite) called() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]string(nil), o.calls...)
}

func (o *billingSite) failWith(status int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.fails = status
}

// store puts something of each kind there for ada.
func (o *billingSite) store() {
	o.t.Helper()
	ctx, now, end := context.Background(), models.Now(), models.Now().AddDate(0, 1, 0)
	for _, err := range []error{
		payments.StoreSubscriptions(ctx, o.db, []payments.Subscription{
			{
				ID: "sub_1", CustomerID: o.ada.ID, PlanID: "starter", Status: "active", Quantity: 1, Amount: 900,
				Currency: "usd", Interval: "month", CurrentPeriodEnd: end, StartedAt: now.AddDate(0, -2, 0),
			},
			{
				ID: "sub_0", CustomerID: o.ada.ID, PlanID: "studio", Status: "canceled", Quantity: 1, Amount: 2900,
				Currency: "usd", Interval: "month", CurrentPeriodEnd: now, StartedAt: now.AddDate(0, -5, 0),
				EndedAt: new(now.AddDate(0, -3, 0)),
			},
		}),
		payments.StoreCharges(ctx, o.db, []payments.Charge{
			{ID: "ch_1", CustomerID: o.ada.ID, PaymentIntent: "pi_1", Status: "succeeded", Amount: 900, Currency: "usd", CreatedAt: now},
			{ID: "ch_yen", CustomerID: o.ada.ID, Status: "succeeded", Amount: 1500, AmountRefunded: 500, Currency: "jpy", CreatedAt: now},
			{ID: "ch_no", CustomerID: o.ada.ID, Status: "failed", Amount: 900, Currency: "usd", CreatedAt: now},
		}),
		payments.StoreInvoices(ctx, o.db, []payments.Invoice{{ID: "in_1", CustomerID: o.ada.ID, SubscriptionID: "sub_1", Number: "PROK-0001", Status: "paid", Currency: "usd", Total: 900, AmountPaid: 900, Description: "Starter", CreatedAt: now}}),
		payments.StorePurchases(ctx, o.db, []payments.Purchase{{ID: "cs_1", CustomerID: o.ada.ID, ProductID: "audits-100", Quantity: 2, Amount: 3000, Currency: "usd", State: payments.PurchasePaid, PaymentIntent: "pi_2", BoughtAt: now}}),
	} {
		if err != nil {
			o.t.Fatal(err)
		}
	}
}

// press posts a form and tells where it led.
func (o *billingSite) press(path string, form url.Values) (int, string, string) {
	o.t.Helper()
	status, body, res := o.ask("POST", path, form)
	return status, html.UnescapeString(body), res.Request.URL.RequestURI()
}

// log is what the activity log says, the newest first.
func (o *billingSite) log() []string {
	o.t.Helper()
	entries, err := activity.List(context.Background(), o.db, activity.Filter{}, 100)
	if err != nil {
		o.t.Fatal(err)
	}
	var lines []string
	for _, e := range entries {
		if e.Action != activity.LoggedIn && e.Action != activity.AdminMade && e.Action != activity.SteppedUp {
			lines = append(lines, strings.TrimSuffix(string(e.Action)+" "+e.Detail+": "+e.Reason, ": "))
		}
	}
	return lines
}

func (o *billingSite) logs(want ...string) {
	o.t.Helper()
	if got := o.log(); strings.Join(got, "\n") != strings.Join(want, "\n") {
		o.t.Errorf("the activity log says\n%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func (o *billingSite) shows(path string, parts ...string) string {
	o.t.Helper()
	status, body, _ := o.ask("GET", path, nil)
	if status != http.StatusOK {
		o.t.Fatalf("%s: %d", path, status)
	}
	for _, part := range parts {
		if !strings.Contains(html.UnescapeString(body), part) {
			o.t.Errorf("%s does not show %s", path, part)
		}
	}
	return body
}
