package handlers_test

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// billingOffice is a site with customers in its database and a stand-in for the few
// operations of Stripe's API that admins' acts need.
type billingOffice struct {
	*site
	db   *models.DB
	ada  models.BillingCustomer
	page string // of ada

	mu    sync.Mutex
	calls []string // that changed something at Stripe
	fails int      // the status of those; 0: they work
	saved map[string]string
}

func newBillingOffice(t *testing.T, db *models.DB) *billingOffice {
	t.Helper()
	o := &billingOffice{site: open(t, db), db: db, saved: map[string]string{}}
	o.stripe.Store(new(http.Handler(http.HandlerFunc(o.serve))))
	o.ada = o.customer("ada@example.com", "cus_ada")
	o.page = "/admin/billing/customers/" + o.ada.ID.String()
	return o
}

func (o *billingOffice) customer(email, stripeID string) models.BillingCustomer {
	o.t.Helper()
	ctx, now := context.Background(), models.Now()
	user := models.User{ID: models.NewID(), Email: email, PasswordHash: "x", Role: models.Member, VerifiedAt: &now}
	if err := o.db.CreateUser(ctx, &user); err != nil {
		o.t.Fatal(err)
	}
	c, err := o.db.EnsureCustomer(ctx, &models.BillingCustomer{ID: models.NewID(), UserID: user.ID, StripeID: stripeID})
	if err != nil {
		o.t.Fatal(err)
	}
	return c
}

// serve answers acts as Stripe does: the same idempotency key acts once. Nobody's
// lists hold anything.
func (o *billingOffice) serve(w http.ResponseWriter, r *http.Request) {
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
		o.calls = append(o.calls, r.Method+" "+strings.TrimPrefix(r.URL.Path, "/dev/stripe/v1/")+" "+r.Form.Get("charge")+r.Form.Get("amount")+r.Form.Get("trial_end"))
	}
	o.saved[key] = r.URL.Path
	fmt.Fprint(w, `{"id":"x","object":"x"}`)
}

func (o *billingOffice) called() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]string(nil), o.calls...)
}

func (o *billingOffice) failWith(status int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.fails = status
}

// store puts something of each kind there for ada.
func (o *billingOffice) store() {
	o.t.Helper()
	ctx, now, end := context.Background(), models.Now(), models.Now().AddDate(0, 1, 0)
	for _, err := range []error{
		o.db.StoreSubscriptions(ctx, []models.Subscription{
			{ID: "sub_1", CustomerID: o.ada.ID, PlanID: "starter", Status: "active", Quantity: 1, Amount: 900, Currency: "usd", Interval: "month", CurrentPeriodEnd: end, StartedAt: now.AddDate(0, -2, 0)},
			{ID: "sub_0", CustomerID: o.ada.ID, PlanID: "studio", Status: "canceled", Quantity: 1, Amount: 2900, Currency: "usd", Interval: "month", CurrentPeriodEnd: now, StartedAt: now.AddDate(0, -5, 0), EndedAt: new(now.AddDate(0, -3, 0))},
		}),
		o.db.StoreCharges(ctx, []models.Charge{
			{ID: "ch_1", CustomerID: o.ada.ID, PaymentIntent: "pi_1", Status: "succeeded", Amount: 900, Currency: "usd", CreatedAt: now},
			{ID: "ch_yen", CustomerID: o.ada.ID, Status: "succeeded", Amount: 1500, AmountRefunded: 500, Currency: "jpy", CreatedAt: now},
			{ID: "ch_no", CustomerID: o.ada.ID, Status: "failed", Amount: 900, Currency: "usd", CreatedAt: now},
		}),
		o.db.StoreInvoices(ctx, []models.Invoice{{ID: "in_1", CustomerID: o.ada.ID, SubscriptionID: "sub_1", Number: "PROK-0001", Status: "paid", Currency: "usd", Total: 900, AmountPaid: 900, Description: "Starter", CreatedAt: now}}),
		o.db.StorePurchases(ctx, []models.Purchase{{ID: "cs_1", CustomerID: o.ada.ID, ProductID: "audits-100", Quantity: 2, Amount: 3000, Currency: "usd", State: models.PurchasePaid, PaymentIntent: "pi_2", BoughtAt: now}}),
	} {
		if err != nil {
			o.t.Fatal(err)
		}
	}
}

// press posts a form and tells where it led.
func (o *billingOffice) press(path string, form url.Values) (int, string, string) {
	o.t.Helper()
	status, body, res := o.ask("POST", path, form)
	return status, html.UnescapeString(body), res.Request.URL.RequestURI()
}

// log is what the audit log says, the newest first.
func (o *billingOffice) log() []string {
	o.t.Helper()
	entries, err := o.db.AuditEntries(context.Background(), models.AuditFilter{}, 100)
	if err != nil {
		o.t.Fatal(err)
	}
	var lines []string
	for _, e := range entries {
		if e.Action != models.LoggedIn && e.Action != models.AdminMade && e.Action != models.SteppedUp {
			lines = append(lines, string(e.Action)+" "+e.Detail)
		}
	}
	return lines
}

func (o *billingOffice) logs(want ...string) {
	o.t.Helper()
	if got := o.log(); strings.Join(got, "\n") != strings.Join(want, "\n") {
		o.t.Errorf("the audit log says\n%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func (o *billingOffice) shows(path string, parts ...string) string {
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

// TestEmptyDesk: nobody has bought anything yet.
func TestEmptyDesk(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		for path, part := range map[string]string{
			"/admin/billing": "Nobody has a plan yet", "/admin/billing/events": "No event came yet", "/admin/billing/customers": "Nobody has bought anything yet",
			"/admin/billing/customers?q=x": "No customer fits that",
		} {
			if status, body, _ := s.ask("GET", path, nil); status != http.StatusOK || !strings.Contains(body, part) || strings.Contains(body, "style=") {
				t.Errorf("%s: %d", path, status)
			}
		}
	})
}

// TestDesk: what to look at is there, with whom it is about.
func TestDesk(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o, ctx := newBillingOffice(t, db), context.Background()
		o.store()
		o.admin()
		late := o.customer("late@example.com", "cus_late")
		behind := o.customer("behind@example.com", "cus_behind")
		for _, err := range []error{
			db.StoreSubscriptions(ctx, []models.Subscription{{ID: "sub_late", CustomerID: late.ID, PlanID: "studio", Status: "past_due", Quantity: 1, Amount: 12000, Currency: "eur", Interval: "year", StartedAt: models.Now().AddDate(0, -1, 0), CurrentPeriodEnd: models.Now()}}),
			db.CreateCheckout(ctx, &models.Checkout{ID: models.NewID(), UserID: late.UserID, PlanID: "starter", Currency: "usd", Interval: "month", Quantity: 1, CreatedAt: models.Now().Add(-2 * time.Hour)}),
			db.Alert(ctx, &models.BillingAlert{ID: models.NewID(), Kind: billing.AlertDispute, ObjectID: "dp_1", CustomerID: &o.ada.ID, Note: "A <b>dispute</b>.", CreatedAt: models.Now()}),
			db.Alert(ctx, &models.BillingAlert{ID: models.NewID(), Kind: "of the future", ObjectID: "x", Note: "About nobody.", CreatedAt: models.Now()}),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if _, err := db.MarkDirty(ctx, behind.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := db.LeaseCustomer(ctx, behind.ID, "t", models.Now(), models.Now()); err != nil {
			t.Fatal(err)
		}
		if err := db.FailSync(ctx, behind.ID, "t", "Stripe said <nothing>"); err != nil {
			t.Fatal(err)
		}
		body := o.shows("/admin/billing", "Emulator: no real money", "$9", "€10", "Disputed payment", "A <b>dispute</b>.", "of the future", "late@example.com", "Payment is late",
			"Checkouts open for more than an hour", "1 hint waits, failed once", "Stripe said <nothing>", `role="img"`, "The numbers")
		if strings.Contains(body, "style=") || strings.Contains(body, "<b>dispute") || strings.Contains(body, "<nothing>") {
			t.Error("the page holds a style or what somebody typed")
		}
	})
}

// TestAlertIsDealtWith once, with a reason.
func TestAlertIsDealtWith(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o, ctx := newBillingOffice(t, db), context.Background()
		o.admin()
		alert := models.BillingAlert{ID: models.NewID(), Kind: billing.AlertDispute, ObjectID: "dp_1", Note: "x", CreatedAt: models.Now()}
		if err := db.Alert(ctx, &alert); err != nil {
			t.Fatal(err)
		}
		path := "/admin/billing/alerts/" + alert.ID.String() + "/resolve"
		if status, body, _ := o.press(path, url.Values{"reason": {"  "}}); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Please say why") || !strings.Contains(body, "<details class=\"act\" open>") {
			t.Errorf("without a reason: %d", status)
		}
		for range 2 {
			if status, body, _ := o.press(path, url.Values{"reason": {"Answered."}}); status != http.StatusOK || !strings.Contains(body, "dealt with") || strings.Contains(body, "dp_1") {
				t.Errorf("%d", status)
			}
		}
		o.logs("alert_resolved dispute dp_1: Answered.")
		for _, id := range []string{"x", uuid.NewString()} {
			if status, _, _ := o.press("/admin/billing/alerts/"+id+"/resolve", url.Values{"reason": {"x"}}); status != http.StatusNotFound {
				t.Errorf("%s: %d", id, status)
			}
		}
	})
}

var (
	eventLine    = regexp.MustCompile(`<code>(evt_[0-9]+)</code>`)
	customerLine = regexp.MustCompile(`href="/admin/billing/customers/[0-9a-f-]{36}">([^<]*)</a>`)
)

// TestEventLog: newest first, in pages, with what became of each.
func TestEventLog(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o, ctx := newBillingOffice(t, db), context.Background()
		o.admin()
		for i := range 120 {
			e := models.StripeEvent{ID: fmt.Sprintf("evt_%03d", i), Kind: "invoice.paid", Customer: "cus_ada", APIVersion: billing.APIVersion, ObjectID: "in_1", ReceivedAt: models.Now().Add(time.Duration(i/2) * time.Second)}
			if i == 119 {
				e.Customer, e.APIVersion, e.Kind = "cus_<b>", "2099-01-01.later", "kind.<i>"
			}
			if _, err := db.ReceiveEvent(ctx, &e); err != nil && i != 119 {
				t.Fatal(err)
			}
		}
		var all []string
		for i, page := range o.pages("/admin/billing/events", eventLine) {
			if want := min(50, 120-50*i); len(page) != want {
				t.Errorf("page %d has %d", i, len(page))
			}
			all = append(all, page...)
		}
		if len(all) != 120 || !isNewestFirst(all) || all[0] != "evt_119" {
			t.Errorf("%v", all)
		}
		body := o.shows("/admin/billing/events", "waiting", "nobody here", "API 2099-01-01.later", "ada@example.com")
		if strings.Contains(body, "<i>") || strings.Contains(body, "cus_<b>") {
			t.Error("what an event says is HTML")
		}
		for _, before := range []string{"nothing", "%27", strings.Repeat("x", 3000)} {
			if status, _, _ := o.ask("GET", "/admin/billing/events?before="+before, nil); status != http.StatusNotFound {
				t.Errorf("before %.9s: %d", before, status)
			}
		}
		o.shows("/admin/billing", "119", "were not of "+billing.APIVersion)
	})
}

// TestReplay: the customer is compared again, and the log says who asked.
func TestReplay(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o, ctx := newBillingOffice(t, db), context.Background()
		o.admin()
		for _, e := range []models.StripeEvent{{ID: "evt_1", Kind: "invoice.paid", Customer: "cus_ada", ReceivedAt: models.Now()}, {ID: "evt_2", Kind: "invoice.paid", Customer: "cus_x", ReceivedAt: models.Now()}} {
			_, _ = db.ReceiveEvent(ctx, &e)
		}
		if status, body, _ := o.press("/admin/billing/events/evt_1/replay", nil); status != http.StatusOK || !strings.Contains(body, "compared with Stripe now") {
			t.Errorf("%d", status)
		}
		deadline := time.Now().Add(20 * time.Second)
		for {
			c, err := db.CustomerByID(ctx, o.ada.ID)
			if err == nil && c.DirtySeq >= 2 && c.SyncedSeq >= c.DirtySeq {
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("not followed: %+v %v", c, err)
			}
			time.Sleep(20 * time.Millisecond)
		}
		o.shows("/admin/billing/events", "followed")
		if status, body, _ := o.press("/admin/billing/events/evt_2/replay", nil); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Nobody here") {
			t.Errorf("about nobody: %d", status)
		}
		if status, _, _ := o.press("/admin/billing/events/evt_3/replay", nil); status != http.StatusNotFound {
			t.Errorf("no event: %d", status)
		}
		o.logs("event_replayed evt_1")
	})
}

// TestCustomerSearch by everything that an admin may have of somebody.
func TestCustomerSearch(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o := newBillingOffice(t, db)
		o.store()
		o.admin()
		for i := range 110 {
			o.customer(fmt.Sprintf("user-%03d@example.com", i), fmt.Sprintf("cus_%03d", i))
		}
		for q, want := range map[string]int{
			"": 111, "user-": 110, "USER-01": 10, "ada@": 1, "cus_ada": 1, "cus_": 0, "sub_1": 1, "sub_0": 1, "in_1": 1, "PROK-0001": 1, "ch_1": 1, "pi_1": 1, "cs_1": 1, " ch_1 ": 1,
			"%": 0, "_": 0, "!": 0, "'": 0, "' OR 1=1 --": 0, "@whole": 0, "?": 0, "<script>": 0, "PROK": 0, strings.Repeat("ä", 5000): 0, "\\": 0,
		} {
			found := 0
			for _, page := range o.pages("/admin/billing/customers?q="+url.QueryEscape(q), customerLine) {
				if found += len(page); len(page) > 50 {
					t.Errorf("%q: %d on a page", q, len(page))
				}
			}
			if found != want {
				t.Errorf("%.20q: %d, not %d", q, found, want)
			}
		}
		_, body, _ := o.ask("GET", "/admin/billing/customers?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", nil)
		if strings.Contains(body, "<script>alert") || !strings.Contains(body, `value="&#34;&gt;&lt;script&gt;`) {
			t.Error("a script in q")
		}
		for query, want := range map[string]int{"?before=x": 404, "?q=%ff": 400, "?q=%00": 400, "?before=" + uuid.NewString(): 200} {
			if status, _, _ := o.ask("GET", "/admin/billing/customers"+query, nil); status != want {
				t.Errorf("%s: %d", query, status)
			}
		}
	})
}

// TestCustomerPage shows what is stored, and says where the acts are.
func TestCustomerPage(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o := newBillingOffice(t, db)
		o.admin()
		o.shows(o.page, "ada@example.com", "cus_ada", "None.", "Never", "Nothing gives them anything yet.")
		o.store()
		body := o.shows(o.page, "Starter", "sub_1", "Active", "Ended", "ch_1", "refunded in part", "JPY 500 given back", "PROK-0001", "100 more audits", "× 2", "cs_1", o.page+"/charges/ch_1/refund", o.page+"/subscriptions/sub_1/end")
		for _, none := range []string{"dashboard.stripe.com", "ch_no/refund", "sub_0/end", "style="} {
			if strings.Contains(body, none) {
				t.Errorf("the page has %s", none)
			}
		}
		for _, id := range []string{"x", uuid.NewString(), o.ada.UserID.String(), "%27"} {
			for _, path := range []string{"", "/sync", "/charges/ch_1/refund", "/subscriptions/sub_1/end", "/subscriptions/sub_1/extend"} {
				method := map[bool]string{true: "GET", false: "POST"}[path == ""]
				if status, _, _ := o.ask(method, "/admin/billing/customers/"+id+path, url.Values{"reason": {"x"}, "attempt": {uuid.NewString()}, "until": {"2027-01-01"}}); status != http.StatusNotFound {
					t.Errorf("%s%s: %d", id, path, status)
				}
			}
		}
		user := "/admin/users/" + o.ada.UserID.String()
		o.shows(user, o.page, user+"/gifts")
	})
}

// TestRefund gives back once, and only what is left.
func TestRefund(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o := newBillingOffice(t, db)
		o.store()
		o.admin()
		path := o.page + "/charges/ch_1/refund"
		attempt := uuid.NewString()
		form := func(amount, reason string) url.Values {
			return url.Values{"amount": {amount}, "reason": {reason}, "attempt": {attempt}}
		}
		if _, body, _ := o.press(path, url.Values{"reason": {"x"}, "attempt": {"x"}}); strings.Contains(body, `name="attempt" value="x"`) {
			t.Error("a bad attempt is kept")
		}
		for name, bad := range map[string]url.Values{
			"no reason": form("3", " "), "negative": form("-3", "x"), "nothing": form("0", "x"), "too much": form("9.01", "x"), "huge": form("99999999999999999999", "x"),
			"words": form("three", "x"), "half a cent": form("3.005", "x"), "scientific": form("1e2", "x"), "a long reason": form("3", strings.Repeat("x", 501)),
			"no attempt": {"amount": {"3"}, "reason": {"x"}}, "nonsense": {"amount": {"3"}, "reason": {"x"}, "attempt": {"x"}},
		} {
			status, body, _ := o.press(path, bad)
			if status != http.StatusUnprocessableEntity || !strings.Contains(body, `name="amount" type="text" inputmode="decimal" value="`+bad.Get("amount")+`"`) || strings.Count(body, `<details class="act" open>`) != 1 {
				t.Errorf("%s: %d", name, status)
			}
		}
		if status, _, _ := o.press(o.page+"/charges/ch_no/refund", form("", "x")); status != http.StatusUnprocessableEntity {
			t.Errorf("a failed one: %d", status)
		}
		if status, _, _ := o.press(o.page+"/charges/ch_2/refund", form("", "x")); status != http.StatusNotFound {
			t.Errorf("nobody's: %d", status)
		}
		if len(o.called()) != 0 || len(o.log()) != 0 {
			t.Fatalf("something was done: %v %v", o.called(), o.log())
		}
		for range 2 {
			if status, body, at := o.press(path, form("3,5", "Too <b>slow</b>")); status != http.StatusOK || at != o.page+"?notice=refunded" || !strings.Contains(body, "on its way back") {
				t.Errorf("%d at %s", status, at)
			}
		}
		attempt = uuid.NewString()
		o.press(o.page+"/charges/ch_yen/refund", form("", "All of it"))
		if got := strings.Join(o.called(), "\n"); got != "POST refunds ch_1350\nPOST refunds ch_yen" {
			t.Errorf("Stripe was asked %s", got)
		}
		o.logs("billing_act_done refund of ch_yen, JPY 1000", "refund_begun refund of ch_yen, JPY 1000: All of it",
			"billing_act_done refund of ch_1, $3.50", "refund_begun refund of ch_1, $3.50: Too <b>slow</b>")
		if body := o.shows("/admin/audit-log", "Refund begun (refund of ch_1"); strings.Contains(body, "<b>slow") {
			t.Error("a reason is HTML")
		}
	})
}

// TestRefundTwiceAtOnce: a double click gives back once, and says so once.
func TestRefundTwiceAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o := newBillingOffice(t, db)
		o.store()
		o.admin()
		form := url.Values{"amount": {"2"}, "reason": {"x"}, "attempt": {uuid.NewString()}}
		var both sync.WaitGroup
		for range 5 {
			both.Go(func() {
				if status, _, _ := o.press(o.page+"/charges/ch_1/refund", form); status != http.StatusOK {
					t.Errorf("%d", status)
				}
			})
		}
		both.Wait()
		if len(o.called()) != 1 {
			t.Errorf("Stripe was asked %v", o.called())
		}
		o.logs("billing_act_done refund of ch_1, $2", "refund_begun refund of ch_1, $2: x")
	})
}

// TestRefusedByStripe: what was typed is kept, and the log says that it was not
// done; then it works with the same form.
func TestRefusedByStripe(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o := newBillingOffice(t, db)
		o.store()
		o.admin()
		path := o.page + "/charges/ch_1/refund"
		form := url.Values{"amount": {"1"}, "reason": {"Asked."}, "attempt": {uuid.NewString()}}
		for status, words := range map[int]string{http.StatusBadRequest: "That <b>cannot</b> be done.", http.StatusInternalServerError: "did not answer in time"} {
			o.failWith(status)
			got, body, _ := o.press(path, form)
			if got < 400 || !strings.Contains(body, words) || !strings.Contains(body, `value="Asked."`) || !strings.Contains(body, `name="attempt" value="`+form.Get("attempt")+`"`) {
				t.Errorf("%d: %d", status, got)
			}
		}
		o.failWith(0)
		if status, _, _ := o.press(path, form); status != http.StatusOK || len(o.called()) != 1 {
			t.Errorf("then: %d %v", status, o.called())
		}
		if log := o.log(); len(log) != 4 || log[0] != "billing_act_done refund of ch_1, $1" || log[1] != "billing_act_failed refund of ch_1, $1" || log[3] != "refund_begun refund of ch_1, $1: Asked." {
			t.Errorf("%v", log)
		}
	})
}

// TestEndAndExtend a subscription, with a reason, once.
func TestEndAndExtend(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o, ctx := newBillingOffice(t, db), context.Background()
		o.store()
		o.admin()
		day := func(months int) string { return models.Now().AddDate(0, months, 2).Format(time.DateOnly) }
		for name, form := range map[string]url.Values{
			"no reason": {"until": {day(3)}}, "no day": {"reason": {"x"}}, "nonsense": {"reason": {"x"}, "until": {"31.1.2027"}}, "the past": {"reason": {"x"}, "until": {day(-3)}},
			"paid already": {"reason": {"x"}, "until": {day(0)}}, "too far": {"reason": {"x"}, "until": {day(30)}}, "huge": {"reason": {"x"}, "until": {"99999-01-01"}},
		} {
			status, body, _ := o.press(o.page+"/subscriptions/sub_1/extend", form)
			if status != http.StatusUnprocessableEntity || !strings.Contains(body, `type="date" value="`+form.Get("until")+`"`) {
				t.Errorf("%s: %d", name, status)
			}
		}
		for _, act := range []string{"end", "extend"} {
			if status, _, _ := o.press(o.page+"/subscriptions/sub_x/"+act, url.Values{"reason": {"x"}, "until": {day(3)}}); status != http.StatusNotFound {
				t.Errorf("%s nobody's: %d", act, status)
			}
		}
		if status, _, _ := o.press(o.page+"/subscriptions/sub_0/extend", url.Values{"reason": {"x"}, "until": {day(3)}}); status != http.StatusUnprocessableEntity {
			t.Errorf("one that ended: %d", status)
		}
		if len(o.called())+len(o.log()) != 0 {
			t.Fatalf("something was done: %v %v", o.called(), o.log())
		}
		until, _ := time.Parse(time.DateOnly, day(3))
		until = until.Add(24*time.Hour - time.Second)
		if status, _, at := o.press(o.page+"/subscriptions/sub_1/extend", url.Values{"reason": {"Sorry"}, "until": {day(3)}}); status != http.StatusOK || at != o.page+"?notice=extended" {
			t.Errorf("%d at %s", status, at)
		}
		subs, err := db.SubscriptionsBy(ctx, o.ada.ID)
		if err != nil {
			t.Fatal(err)
		}
		subs[0].TrialEndsAt, subs[0].Status = &until, "trialing" // as Stripe then says
		if err := db.StoreSubscriptions(ctx, subs); err != nil {
			t.Fatal(err)
		}
		o.press(o.page+"/subscriptions/sub_1/extend", url.Values{"reason": {"Sorry"}, "until": {day(3)}})
		if status, _, at := o.press(o.page+"/subscriptions/sub_1/end", url.Values{"reason": {"Fraud"}}); status != http.StatusOK || at != o.page+"?notice=ended" {
			t.Errorf("%d at %s", status, at)
		}
		subs[0].Status, subs[0].EndedAt = "canceled", new(models.Now())
		if err := db.StoreSubscriptions(ctx, subs); err != nil {
			t.Fatal(err)
		}
		o.press(o.page+"/subscriptions/sub_1/end", url.Values{"reason": {"Fraud"}})
		if got, want := strings.Join(o.called(), "\n"), fmt.Sprintf("POST subscriptions/sub_1 %d\nDELETE subscriptions/sub_1 ", until.Unix()); got != want {
			t.Errorf("Stripe was asked %s, not %s", got, want)
		}
		o.logs("billing_act_done ending sub_1", "plan_end_begun ending sub_1: Fraud", "billing_act_done extending sub_1 until "+day(3), "plan_extension_begun extending sub_1 until "+day(3)+": Sorry")
	})
}

// TestGifts for somebody who never bought anything, and for a customer.
func TestGifts(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o, ctx := newBillingOffice(t, db), context.Background()
		o.signUp("bob@example.com")
		o.admin()
		userPage, bob := o.userPage(db, "bob@example.com")
		page := userPage + "/gifts"
		o.shows(userPage, "Give a plan as a gift", page)
		o.shows(page, "bob@example.com", "Nothing gives them anything yet.", "0 of 0 used", "Studio", "100 more audits")
		good := url.Values{"plan": {"studio"}, "until": {"2099-12-31"}, "reason": {"A <b>friend</b>"}, "attempt": {uuid.NewString()}}
		for name, value := range map[string]string{"plan": "gold", "until": "2020-01-01", "reason": "", "attempt": "x"} {
			bad := url.Values{"plan": good["plan"], "until": good["until"], "reason": {"Kept?"}, "attempt": good["attempt"]}
			bad.Set(name, value)
			status, body, _ := o.press(page, bad)
			if status != http.StatusUnprocessableEntity || name != "reason" && !strings.Contains(body, `value="Kept?"`) || name != "plan" && !strings.Contains(body, `<option value="studio" selected>`) {
				t.Errorf("%s is %q: %d", name, value, status)
			}
		}
		for range 2 {
			if status, body, at := o.press(page, good); status != http.StatusOK || at != page+"?notice=given" || !strings.Contains(body, "0 of 10 used") {
				t.Errorf("%d at %s", status, at)
			}
		}
		grants, err := db.GrantsOf(ctx, bob.ID)
		if err != nil || len(grants) != 1 || grants[0].EndsAt.Format(time.DateTime) != "2099-12-31 23:59:59" {
			t.Fatalf("%+v %v", grants, err)
		}
		id := grants[0].ID.String()
		take := page + "/" + id + "/end"
		if status, body, _ := o.press(take, url.Values{}); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Please say why") {
			t.Errorf("without a reason: %d", status)
		}
		for range 2 {
			if status, body, _ := o.press(take, url.Values{"reason": {"Enough"}}); status != http.StatusOK || !strings.Contains(body, "0 of 0 used") {
				t.Errorf("taking it back: %d", status)
			}
		}
		o.logs("gift_taken studio: Enough", "gift_given studio until 2099-12-31: A <b>friend</b>", "address_confirmed ")
		for _, path := range []string{page + "/" + uuid.NewString() + "/end", page + "/x/end", "/admin/users/" + o.ada.UserID.String() + "/gifts/" + id + "/end", "/admin/users/x/gifts", "/admin/users/" + uuid.NewString() + "/gifts"} {
			if status, _, _ := o.press(path, url.Values{"reason": {"x"}}); status != http.StatusNotFound {
				t.Errorf("%s: %d", path, status)
			}
		}

		adas := "/admin/users/" + o.ada.UserID.String() + "/gifts"
		form := url.Values{"plan": {"starter"}, "reason": {"For good"}, "attempt": {uuid.NewString()}, "customer": {o.ada.ID.String()}}
		if status, _, at := o.press(adas, form); status != http.StatusOK || at != o.page+"?notice=given" {
			t.Errorf("from the customer's page: %d at %s", status, at)
		}
		form.Set("plan", "studio") // one goes back, and gives another one
		o.press(adas, form)
		if grants, err := db.GrantsOf(ctx, o.ada.UserID); err != nil || len(grants) != 2 {
			t.Errorf("after going back: %+v %v", grants, err)
		}
		form.Set("plan", "")
		if status, body, _ := o.press(adas, form); status != http.StatusUnprocessableEntity || !strings.Contains(body, "cus_ada") || !strings.Contains(body, "Please choose what to give") {
			t.Errorf("a mistake on the customer's page: %d", status)
		}
	})
}

// TestSyncNow tells what was different; nothing is hidden if Stripe fails.
func TestSyncNow(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o := newBillingOffice(t, db)
		o.admin()
		if status, body, _ := o.press(o.page+"/sync", nil); status != http.StatusOK || !strings.Contains(body, "All was as Stripe says.") {
			t.Errorf("%d", status)
		}
		o.stripe.Store(new(http.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/subscriptions") {
				_ = json.NewEncoder(w).Encode(map[string]any{"object": "list", "data": []any{map[string]any{
					"id": "sub_new", "object": "subscription", "status": "active", "customer": "cus_ada", "start_date": 1700000000, "current_period_end": 4000000000,
					"items": map[string]any{"object": "list", "data": []any{map[string]any{"id": "si_1", "quantity": 1, "price": map[string]any{"id": "price_1", "unit_amount": 900, "currency": "usd", "recurring": map[string]any{"interval": "month"}}}}},
				}}})
				return
			}
			o.serve(w, r)
		}))))
		if _, body, _ := o.press(o.page+"/sync", nil); !strings.Contains(body, "sub_new was not known here") {
			t.Error("the difference is not told")
		}
		o.stripe.Store(new(http.Handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, `{"error":{"message":"No such customer","code":"resource_missing","param":"customer"}}`, http.StatusNotFound)
		}))))
		if status, body, _ := o.press(o.page+"/sync", nil); status != http.StatusBadGateway || !strings.Contains(body, "failed once") {
			t.Errorf("%d", status)
		}
		o.logs("customer_synced cus_ada", "customer_synced cus_ada", "customer_synced cus_ada")
	})
}

// TestActsNeedProof: a session alone does not move money, and the form waits in
// the page.
func TestActsNeedProof(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o := newBillingOffice(t, db)
		o.store()
		acts := map[string]url.Values{
			o.page + "/charges/ch_1/refund": {"reason": {"x"}, "attempt": {uuid.NewString()}}, o.page + "/subscriptions/sub_1/end": {"reason": {"x"}},
			o.page + "/subscriptions/sub_1/extend": {"reason": {"x"}, "until": {"2027-06-01"}}, o.page + "/sync": {}, "/admin/users/" + o.ada.UserID.String() + "/gifts": {"reason": {"x"}, "plan": {"studio"}, "attempt": {uuid.NewString()}},
		}
		o.signUp("eve@example.com")
		o.logIn("eve@example.com")
		for path, form := range acts {
			if status, _, _ := o.press(path, form); status != http.StatusForbidden {
				t.Errorf("%s as a member: %d", path, status)
			}
		}
		o.forget()
		o.admin()
		o.later(11 * time.Minute)
		for path, form := range acts {
			if status, body, _ := o.press(path, form); status != http.StatusForbidden || !strings.Contains(body, `name="again" value="`+path+`"`) || form.Has("reason") && !strings.Contains(body, `name="keep.reason" value="x"`) {
				t.Errorf("%s without a proof: %d", path, status)
			}
		}
		if len(o.called()) != 0 {
			t.Errorf("%v", o.called())
		}
	})
}
