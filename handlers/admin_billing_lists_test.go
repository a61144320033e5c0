package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/erasure"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

var (
	eventLine    = regexp.MustCompile(`<code>(evt_[0-9]+)</code>`)
	customerLine = regexp.MustCompile(`href="/admin/billing/customers/[0-9a-f-]{36}">([^<]*)</a>`)
)

// TestEventLog: newest first, in pages, with what became of each.
func TestEventLog(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o, ctx := newBillingSite(t, db), context.Background()
		o.admin()
		busy := models.Now()
		if _, err := payments.LeaseCustomer(ctx, db, o.ada.ID, "elsewhere", busy, busy.Add(time.Hour)); err != nil {
			t.Fatal(err) // nobody here processes what comes in
		}
		for i := range 120 {
			e := payments.StripeEvent{
				ID:         fmt.Sprintf("evt_%03d", i),
				Kind:       "invoice.paid",
				Customer:   "cus_ada",
				APIVersion: billing.APIVersion,
				ObjectID:   "in_1",
				ReceivedAt: models.Now().Add(time.Duration(i/2) * time.Second),
			}
			if i == 119 {
				e.Customer, e.APIVersion, e.Kind = "cus_<b>", "2099-01-01.later", "kind.<i>"
			}
			if err := payments.ReceiveEvent(ctx, db, e); err != nil {
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
		body := o.shows("/admin/billing/events", "waiting", "no customer here", "API 2099-01-01.later", "ada@example.com")
		if strings.Contains(body, "<i>") || strings.Contains(body, "cus_<b>") {
			t.Error("what an event says is HTML")
		}
		for _, before := range []string{"nothing", "%27", strings.Repeat("x", 3000)} {
			if status, _, _ := o.ask("GET", "/admin/billing/events?before="+before, nil); status != http.StatusNotFound {
				t.Errorf("before %.9s: %d", before, status)
			}
		}
		o.shows("/admin/billing", "119", "did not use "+billing.APIVersion)
	})
}

// TestReplay: the customer is compared again, and the log says who asked.
func TestReplay(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o, ctx := newBillingSite(t, db), context.Background()
		o.admin()
		for _, e := range []payments.StripeEvent{
			{ID: "evt_1", Kind: "invoice.paid", Customer: "cus_ada", ReceivedAt: models.Now()},
			{ID: "evt_2", Kind: "invoice.paid", Customer: "cus_x", ReceivedAt: models.Now()},
		} {
			if err := payments.ReceiveEvent(ctx, db, e); err != nil {
				t.Fatal(err)
			}
		}
		if status, body, _ := o.press("/admin/billing/events/evt_1/replay", nil); status != http.StatusOK ||
			!strings.Contains(body, "being compared with Stripe") {
			t.Errorf("%d", status)
		}
		deadline := time.Now().Add(time.Minute)
		for {
			c, err := payments.CustomerByID(ctx, db, o.ada.ID)
			if err == nil && c.DirtySeq >= 2 && c.SyncedSeq >= c.DirtySeq {
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("not followed: %+v %v", c, err)
			}
			time.Sleep(20 * time.Millisecond)
		}
		o.shows("/admin/billing/events", "processed")
		if status, body, _ := o.press("/admin/billing/events/evt_2/replay", nil); status != http.StatusUnprocessableEntity ||
			!strings.Contains(body, "No customer here") {
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
		o := newBillingSite(t, db)
		o.store()
		o.admin()
		for i := range 110 {
			o.customer(fmt.Sprintf("user-%03d@example.com", i), fmt.Sprintf("cus_%03d", i))
		}
		for q, want := range map[string]int{
			"": 111, "user-": 110, "USER-01": 10, "ada@": 1, "cus_ada": 1, "cus_": 0, "sub_1": 1, "sub_0": 1, "in_1": 1,
			"PROK-0001": 1, "ch_1": 1, "pi_1": 1, "cs_1": 1, " ch_1 ": 1,
			"%": 0, "_": 0, "!": 0, "'": 0, "' OR 1=1 --": 0, "@whole": 0, "?": 0, "<script>": 0, "PROK": 0,
			strings.Repeat("ä", 5000): 0, "\\": 0,
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
		o := newBillingSite(t, db)
		o.admin()
		o.shows(o.page, "ada@example.com", "cus_ada", "None.", "Never", "Nothing gives them access yet.")
		o.store()
		body := o.shows(
			o.page,
			"Starter",
			"sub_1",
			"Active",
			"Ended",
			"ch_1",
			"refunded in part",
			"JPY 500 refunded",
			"PROK-0001",
			"100 more audits",
			"× 2",
			"cs_1",
			o.page+"/charges/ch_1/refund",
			o.page+"/subscriptions/sub_1/end",
		)
		for _, none := range []string{"dashboard.stripe.com", "ch_no/refund", "sub_0/end", "style="} {
			if strings.Contains(body, none) {
				t.Errorf("the page has %s", none)
			}
		}
		for _, id := range []string{"x", uuid.NewString(), o.ada.UserID.String(), "%27"} {
			for _, path := range []string{"", "/sync", "/charges/ch_1/refund", "/subscriptions/sub_1/end", "/subscriptions/sub_1/extend"} {
				method := map[bool]string{true: "GET", false: "POST"}[path == ""]
				if status, _, _ := o.ask(method, "/admin/billing/customers/"+id+path, url.Values{
					"reason": {"x"}, "attempt": {uuid.NewString()}, "until": {"2027-01-01"},
				}); status != http.StatusNotFound {
					t.Errorf("%s%s: %d", id, path, status)
				}
			}
		}
		user := "/admin/users/" + o.ada.UserID.String()
		o.shows(user, o.page, user+"/gifts")
	})
}

var chargeLine = regexp.MustCompile(`<code>(ch_[0-9]+)</code>`)

// TestCustomerWithMuch: payments come in pages, an old one is given back from its
// own; of invoices the newest are shown, and the page says so.
func TestCustomerWithMuch(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o, ctx := newBillingSite(t, db), context.Background()
		o.admin()
		var charges []payments.Charge
		var invoices []payments.Invoice
		for i := range 70 {
			at := models.Now().Add(time.Duration(i/2) * time.Minute)
			charges = append(
				charges,
				payments.Charge{
					ID:         fmt.Sprintf("ch_%03d", i),
					CustomerID: o.ada.ID,
					Status:     "succeeded",
					Amount:     900,
					Currency:   "usd",
					CreatedAt:  at,
				},
			)
			invoices = append(
				invoices,
				payments.Invoice{
					ID:         fmt.Sprintf("in_%03d", i),
					CustomerID: o.ada.ID,
					Status:     "paid",
					Currency:   "usd",
					Total:      900,
					CreatedAt:  at,
				},
			)
		}
		charges = append(
			charges,
			payments.Charge{
				ID:         "ch_other",
				CustomerID: o.customer("bob@example.com", "cus_bob").ID,
				Status:     "succeeded",
				Amount:     900,
				Currency:   "usd",
				CreatedAt:  models.Now(),
			},
		)
		if err := payments.StoreCharges(ctx, db, charges); err != nil {
			t.Fatal(err)
		}
		if err := payments.StoreInvoices(ctx, db, invoices); err != nil {
			t.Fatal(err)
		}
		pages := o.pages(o.page, chargeLine)
		if len(pages) != 2 || len(pages[0]) != 50 || len(pages[1]) != 20 || !isNewestFirst(slices.Concat(pages...)) {
			t.Errorf("%v", pages)
		}
		if body := o.shows(o.page, "The newest 50 are shown.", "in_069", "in_020"); strings.Contains(body, "in_019") {
			t.Error("the invoices are not cut")
		}
		o.shows(o.page+"?before=ch_020", `name="before" value="ch_020"`, `href="`+o.page+`#charges"`)
		wrong := url.Values{"amount": {"99"}, "reason": {"x"}, "attempt": {uuid.NewString()}, "before": {"ch_020"}}
		if status, body, _ := o.press(o.page+"/charges/ch_003/refund", wrong); status != http.StatusUnprocessableEntity ||
			!strings.Contains(body, `value="99"`) ||
			strings.Contains(body, "ch_020</code>") {
			t.Errorf("a mistake with an old one: %d", status)
		}
		for _, before := range []string{"nothing", "%27", "%00", "ch_other", strings.Repeat("x", 3000)} {
			if status, _, _ := o.ask("GET", o.page+"?before="+before, nil); status != http.StatusNotFound &&
				status != http.StatusBadRequest {
				t.Errorf("before %.9s: %d", before, status)
			}
		}
	})
}

// TestCustomerWhoLeft: money can still be given back, and nothing names them.
func TestCustomerWhoLeft(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o, ctx, now := newBillingSite(t, db), context.Background(), models.Now()
		o.store()
		o.admin()
		gone := users.User{
			ID:           models.NewID(),
			Email:        "gone@example.com",
			PasswordHash: "x",
			Role:         users.Member,
			VerifiedAt:   &now,
			EraseAfter:   &now,
		}
		if err := users.Create(ctx, db, &gone); err != nil {
			t.Fatal(err)
		}
		c, err := payments.EnsureCustomer(
			ctx,
			db,
			&payments.Customer{ID: models.NewID(), UserID: gone.ID, StripeID: "cus_gone"},
		)
		if err != nil {
			t.Fatal(err)
		}
		if err := erasure.Erase(ctx, db, gone.ID, now); err != nil {
			t.Fatal(err)
		}
		if err := payments.StoreCharges(ctx, db, []payments.Charge{{ID: "ch_gone", CustomerID: c.ID, Status: "succeeded", Amount: 900, Currency: "usd", CreatedAt: now}}); err != nil {
			t.Fatal(err)
		}
		page := "/admin/billing/customers/" + c.ID.String()
		if body := o.shows(page, "A deleted account", "cus_gone"); strings.Contains(body, "gone@example.com") ||
			strings.Contains(body, "/gifts") {
			t.Error("the page names who left, or offers a gift")
		}
		o.shows("/admin/billing/customers?q=cus_gone", "a deleted account")
		if status, _, at := o.press(page+"/charges/ch_gone/refund", url.Values{"reason": {"x"}, "attempt": {uuid.NewString()}}); status != http.StatusOK ||
			at != page+"?notice=refunded" {
			t.Errorf("a refund: %d at %s", status, at)
		}
		if status, _, _ := o.press("/admin/users/"+gone.ID.String()+"/gifts", url.Values{
			"reason": {"x"}, "plan": {"studio"}, "attempt": {uuid.NewString()},
		}); status != http.StatusNotFound {
			t.Errorf("a gift: %d", status)
		}
	})
}
