package handlers_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
)

// TestRefund gives back once, and only what is left.
func TestRefund(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o := newBillingSite(t, db)
		o.store()
		o.admin()
		path := o.page + "/charges/ch_1/refund"
		attempt := uuid.NewString()
		form := func(amount, reason string) url.Values {
			return url.Values{"amount": {amount}, "reason": {reason}, "attempt": {attempt}}
		}
		if _, body, _ := o.press(path, url.Values{"reason": {"x"}, "attempt": {"x"}}); strings.Contains(
			body,
			`name="attempt" value="x"`,
		) {
			t.Error("a bad attempt is kept")
		}
		for name, bad := range map[string]url.Values{
			"no reason": form("3", " "), "negative": form("-3", "x"), "nothing": form("0", "x"), "too much": form("9.01", "x"),
			"huge":  form("99999999999999999999", "x"),
			"words": form("three", "x"), "half a cent": form("3.005", "x"), "scientific": form("1e2", "x"),
			"a long reason": form("3", strings.Repeat("x", 501)),
			"no attempt":    {"amount": {"3"}, "reason": {"x"}},
			"nonsense":      {"amount": {"3"}, "reason": {"x"}, "attempt": {"x"}},
		} {
			status, body, _ := o.press(path, bad)
			if status != http.StatusUnprocessableEntity ||
				!strings.Contains(
					body,
					`name="amount" type="text" inputmode="decimal" value="`+bad.Get("amount")+`"`,
				) ||
				strings.Count(body, `<details class="act" open>`) != 1 {
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
			if status, body, at := o.press(path, form("3,5", "Too <b>slow</b>")); status != http.StatusOK ||
				at != o.page+"?notice=refunded" ||
				!strings.Contains(body, "on its way back") {
				t.Errorf("%d at %s", status, at)
			}
		}
		attempt = uuid.NewString()
		o.press(o.page+"/charges/ch_yen/refund", form("", "All of it"))
		if got := strings.Join(o.called(), "\n"); got != "POST refunds ch_1350\nPOST refunds ch_yen" {
			t.Errorf("Stripe was asked %s", got)
		}
		o.logs("billing_act_done refund of ch_yen, JPY 1,000", "refund_begun refund of ch_yen, JPY 1,000: All of it",
			"billing_act_done refund of ch_1, $3.50", "refund_begun refund of ch_1, $3.50: Too <b>slow</b>")
		if body := o.shows("/admin/activity", "Refund started (refund of ch_1"); strings.Contains(body, "<b>slow") {
			t.Error("a reason is HTML")
		}
	})
}

// TestRefundTwiceAtOnce: a double click gives back once, and says so once.
func TestRefundTwiceAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o := newBillingSite(t, db)
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
		o := newBillingSite(t, db)
		o.store()
		o.admin()
		path := o.page + "/charges/ch_1/refund"
		form := url.Values{"amount": {"1"}, "reason": {"Asked."}, "attempt": {uuid.NewString()}}
		for status, words := range map[int]string{
			http.StatusBadRequest:          "That <b>cannot</b> be done.",
			http.StatusInternalServerError: "did not answer in time",
		} {
			o.failWith(status)
			got, body, _ := o.press(path, form)
			if got < 400 || !strings.Contains(body, words) || !strings.Contains(body, `value="Asked."`) ||
				!strings.Contains(body, `name="attempt" value="`+form.Get("attempt")+`"`) {
				t.Errorf("%d: %d", status, got)
			}
		}
		o.failWith(0)
		if status, _, _ := o.press(path, form); status != http.StatusOK || len(o.called()) != 1 {
			t.Errorf("then: %d %v", status, o.called())
		}
		if log := o.log(); len(log) != 4 || log[0] != "billing_act_done refund of ch_1, $1" ||
			log[1] != "billing_act_failed refund of ch_1, $1" ||
			log[3] != "refund_begun refund of ch_1, $1: Asked." {
			t.Errorf("%v", log)
		}
	})
}

// TestEndAndExtend a subscription, with a reason, once.
func TestEndAndExtend(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o, ctx := newBillingSite(t, db), context.Background()
		o.store()
		o.admin()
		day := func(months int) string { return models.Now().AddDate(0, months, 2).Format(time.DateOnly) }
		for name, form := range map[string]url.Values{
			"no reason": {"until": {day(3)}}, "no day": {"reason": {"x"}},
			"nonsense": {"reason": {"x"}, "until": {"31.1.2027"}}, "the past": {"reason": {"x"}, "until": {day(-3)}},
			"paid already": {"reason": {"x"}, "until": {day(0)}}, "too far": {"reason": {"x"}, "until": {day(30)}},
			"huge": {"reason": {"x"}, "until": {"99999-01-01"}},
		} {
			status, body, _ := o.press(o.page+"/subscriptions/sub_1/extend", form)
			if status != http.StatusUnprocessableEntity ||
				!strings.Contains(body, `type="date" value="`+form.Get("until")+`"`) {
				t.Errorf("%s: %d", name, status)
			}
		}
		for _, act := range []string{"end", "extend"} {
			if status, _, _ := o.press(o.page+"/subscriptions/sub_x/"+act, url.Values{"reason": {"x"}, "until": {day(3)}}); status != http.StatusNotFound {
				t.Errorf("%s nobody's: %d", act, status)
			}
		}
		if status, _, _ := o.press(o.page+"/subscriptions/sub_0/extend", url.Values{
			"reason": {"x"}, "until": {day(3)},
		}); status != http.StatusUnprocessableEntity {
			t.Errorf("one that ended: %d", status)
		}
		if len(o.called())+len(o.log()) != 0 {
			t.Fatalf("something was done: %v %v", o.called(), o.log())
		}
		until, _ := time.Parse(time.DateOnly, day(3))
		until = until.Add(24*time.Hour - time.Second)
		if status, _, at := o.press(o.page+"/subscriptions/sub_1/extend", url.Values{"reason": {"Sorry"}, "until": {day(3)}}); status != http.StatusOK ||
			at != o.page+"?notice=extended" {
			t.Errorf("%d at %s", status, at)
		}
		subs, err := payments.SubscriptionsBy(ctx, db, o.ada.ID)
		if err != nil {
			t.Fatal(err)
		}
		subs[0].TrialEndsAt, subs[0].Status = &until, "trialing" // as Stripe then says
		if err := payments.StoreSubscriptions(ctx, db, subs); err != nil {
			t.Fatal(err)
		}
		o.press(o.page+"/subscriptions/sub_1/extend", url.Values{"reason": {"Sorry"}, "until": {day(3)}})
		if status, _, at := o.press(o.page+"/subscriptions/sub_1/end", url.Values{"reason": {"Fraud"}}); status != http.StatusOK ||
			at != o.page+"?notice=ended" {
			t.Errorf("%d at %s", status, at)
		}
		subs[0].Status, subs[0].EndedAt = "canceled", new(models.Now())
		if err := payments.StoreSubscriptions(ctx, db, subs); err != nil {
			t.Fatal(err)
		}
		o.press(o.page+"/subscriptions/sub_1/end", url.Values{"reason": {"Fraud"}})
		if got, want := strings.Join(o.called(), "\n"), fmt.Sprintf("POST subscriptions/sub_1 %d\nDELETE subscriptions/sub_1 ", until.Unix()); got != want {
			t.Errorf("Stripe was asked %s, not %s", got, want)
		}
		o.logs(
			"billing_act_done ending sub_1",
			"plan_end_begun ending sub_1: Fraud",
			"billing_act_done extending sub_1 until "+day(3),
			"plan_extension_begun extending sub_1 until "+day(3)+": Sorry",
		)
	})
}

// TestGifts for somebody who never bought anything, and for a customer.
func TestGifts(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o, ctx := newBillingSite(t, db), context.Background()
		o.signUp("bob@example.com")
		o.admin()
		userPage, bob := o.userPage(db, "bob@example.com")
		page := userPage + "/gifts"
		o.shows(userPage, "Give a plan as a gift", page)
		o.shows(page, "bob@example.com", "Nothing gives them access yet.", "0 of 0 used", "Studio", "100 more audits")
		good := url.Values{
			"plan":    {"studio"},
			"until":   {"2099-12-31"},
			"reason":  {"A <b>friend</b>"},
			"attempt": {uuid.NewString()},
		}
		for name, value := range map[string]string{"plan": "gold", "until": "2020-01-01", "reason": "", "attempt": "x"} {
			bad := url.Values{
				"plan":    good["plan"],
				"until":   good["until"],
				"reason":  {"Kept?"},
				"attempt": good["attempt"],
			}
			bad.Set(name, value)
			status, body, _ := o.press(page, bad)
			if status != http.StatusUnprocessableEntity ||
				name != "reason" && !strings.Contains(body, `value="Kept?"`) ||
				name != "plan" && !strings.Contains(body, `<option value="studio" selected>`) {
				t.Errorf("%s is %q: %d", name, value, status)
			}
		}
		for range 2 {
			if status, body, at := o.press(page, good); status != http.StatusOK || at != page+"?notice=given" ||
				!strings.Contains(body, "0 of 10 used") {
				t.Errorf("%d at %s", status, at)
			}
		}
		grants, err := payments.GrantsOf(ctx, db, bob.ID)
		if err != nil || len(grants) != 1 || grants[0].EndsAt.Format(time.DateTime) != "2099-12-31 23:59:59" {
			t.Fatalf("%+v %v", grants, err)
		}
		id := grants[0].ID.String()
		take := page + "/" + id + "/end"
		if status, body, _ := o.press(take, url.Values{}); status != http.StatusUnprocessableEntity ||
			!strings.Contains(body, "Please say why") {
			t.Errorf("without a reason: %d", status)
		}
		for range 2 {
			if status, body, _ := o.press(take, url.Values{"reason": {"Enough"}}); status != http.StatusOK ||
				!strings.Contains(body, "0 of 0 used") {
				t.Errorf("taking it back: %d", status)
			}
		}
		o.logs("gift_taken studio: Enough", "gift_given studio until 2099-12-31: A <b>friend</b>", "address_confirmed ")
		for _, path := range []string{
			page + "/" + uuid.NewString() + "/end", page + "/x/end",
			"/admin/users/" + o.ada.UserID.String() + "/gifts/" + id + "/end", "/admin/users/x/gifts",
			"/admin/users/" + uuid.NewString() + "/gifts",
		} {
			if status, _, _ := o.press(path, url.Values{"reason": {"x"}}); status != http.StatusNotFound {
				t.Errorf("%s: %d", path, status)
			}
		}

		adas := "/admin/users/" + o.ada.UserID.String() + "/gifts"
		form := url.Values{
			"plan":     {"starter"},
			"reason":   {"For good"},
			"attempt":  {uuid.NewString()},
			"customer": {o.ada.ID.String()},
		}
		if status, _, at := o.press(adas, form); status != http.StatusOK || at != o.page+"?notice=given" {
			t.Errorf("from the customer's page: %d at %s", status, at)
		}
		form.Set("plan", "studio") // one goes back, and gives another one
		o.press(adas, form)
		if grants, err := payments.GrantsOf(ctx, db, o.ada.UserID); err != nil || len(grants) != 2 {
			t.Errorf("after going back: %+v %v", grants, err)
		}
		form.Set("plan", "")
		if status, body, _ := o.press(adas, form); status != http.StatusUnprocessableEntity ||
			!strings.Contains(body, "cus_ada") ||
			!strings.Contains(body, "Please choose what to give") {
			t.Errorf("a mistake on the customer's page: %d", status)
		}
	})
}

// TestSyncNow tells what was different; nothing is hidden if Stripe fails.
func TestSyncNow(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o := newBillingSite(t, db)
		o.admin()
		if status, body, _ := o.press(o.page+"/sync", nil); status != http.StatusOK ||
			!strings.Contains(body, "Everything matches Stripe.") {
			t.Errorf("%d", status)
		}
		o.stripe.Store(new(http.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/subscriptions") {
				_ = json.NewEncoder(w).Encode(map[string]any{"object": "list", "data": []any{map[string]any{
					"id": "sub_new", "object": "subscription", "status": "active", "customer": "cus_ada", "start_date": 1700000000,
					"current_period_end": 4000000000,
					"items": map[string]any{
						"object": "list",
						"data": []any{
							map[string]any{
								"id":       "si_1",
								"quantity": 1,
								"price": map[string]any{
									"id":          "price_1",
									"unit_amount": 900,
									"currency":    "usd",
									"recurring":   map[string]any{"interval": "month"},
								},
							},
						},
					},
				}}})
				return
			}
			o.serve(w, r)
		}))))
		if _, body, _ := o.press(o.page+"/sync", nil); !strings.Contains(body, "sub_new was not known here") {
			t.Error("the difference is not told")
		}
		o.stripe.Store(new(http.Handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			http.Error(
				w,
				`{"error":{"message":"No such customer","code":"resource_missing","param":"customer"}}`,
				http.StatusNotFound,
			)
		}))))
		if status, body, _ := o.press(o.page+"/sync", nil); status != http.StatusBadGateway ||
			!strings.Contains(body, "failed once") {
			t.Errorf("%d", status)
		}
		o.logs("customer_synced cus_ada", "customer_synced cus_ada", "customer_synced cus_ada")
	})
}

// TestActsNeedProof: a session alone does not move money, and the form waits in
// the page.
func TestActsNeedProof(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o := newBillingSite(t, db)
		o.store()
		acts := map[string]url.Values{
			o.page + "/charges/ch_1/refund":        {"reason": {"x"}, "attempt": {uuid.NewString()}},
			o.page + "/subscriptions/sub_1/end":    {"reason": {"x"}},
			o.page + "/subscriptions/sub_1/extend": {"reason": {"x"}, "until": {"2027-06-01"}}, o.page + "/sync": {},
			"/admin/users/" + o.ada.UserID.String() + "/gifts": {
				"reason":  {"x"},
				"plan":    {"studio"},
				"attempt": {uuid.NewString()},
			},
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
			if status, body, _ := o.press(path, form); status != http.StatusForbidden ||
				!strings.Contains(body, `name="again" value="`+path+`"`) ||
				form.Has("reason") && !strings.Contains(body, `name="keep.reason" value="x"`) {
				t.Errorf("%s without a proof: %d", path, status)
			}
		}
		if len(o.called()) != 0 {
			t.Errorf("%v", o.called())
		}
	})
}
