package handlers_test

import (
	"archive/zip"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/program"
)

// TestReasonsAreShown: the owner of an account learns what was done to it, and why, on the page and
// in the copy of the data.
func TestReasonsAreShown(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o, ctx := newBillingSite(t, db), context.Background()
		o.signUp("bob@example.com")
		o.admin()
		userPage, bob := o.userPage(db, "bob@example.com")
		c, err := payments.EnsureCustomer(
			ctx,
			db,
			&payments.Customer{ID: models.NewID(), UserID: bob.ID, StripeID: "cus_bob"},
		)
		if err != nil {
			t.Fatal(err)
		}
		if err := payments.StoreCharges(ctx, db, []payments.Charge{{ID: "ch_bob", CustomerID: c.ID, Status: "succeeded", Amount: 900, Currency: "usd", CreatedAt: models.Now()}}); err != nil {
			t.Fatal(err)
		}
		sub := payments.Subscription{
			ID:               "sub_bob",
			CustomerID:       c.ID,
			PlanID:           "starter",
			Status:           "active",
			Quantity:         1,
			Amount:           900,
			Currency:         "usd",
			Interval:         "month",
			CurrentPeriodEnd: models.Now(),
			StartedAt:        models.Now(),
		}
		page := "/admin/billing/customers/" + c.ID.String()
		for path, form := range map[string]url.Values{
			page + "/charges/ch_bob/refund":        {"amount": {"2"}, "attempt": {uuid.NewString()}},
			page + "/subscriptions/sub_bob/extend": {"until": {models.Now().AddDate(0, 3, 0).Format(time.DateOnly)}},
			page + "/subscriptions/sub_bob/end":    {},
			userPage + "/gifts":                    {"plan": {"studio"}, "attempt": {uuid.NewString()}},
		} {
			if err := payments.StoreSubscriptions(ctx, db, []payments.Subscription{sub}); err != nil { // each act compares with Stripe, which has none
				t.Fatal(err)
			}
			form.Set("reason", "Shouts at us.")
			if status, _, _ := o.press(path, form); status != http.StatusOK {
				t.Errorf("%s: %d", path, status)
			}
		}
		grants, err := payments.GrantsOf(ctx, db, bob.ID)
		if err != nil || len(grants) != 1 {
			t.Fatalf("%+v %v", grants, err)
		}
		o.press(userPage+"/gifts/"+grants[0].ID.String()+"/end", url.Values{"reason": {"Shouts at us."}})
		acts := []string{
			"Refund started (refund of ch_bob, $2)",
			"Extension of a plan started",
			"Immediate end of a plan started",
			"Gift given",
			"Gift taken back",
		}
		if body := o.shows("/admin/activity?user=bob@example.com", acts...); strings.Count(body, "Shouts at us.") != 5 {
			t.Error("admins do not read why")
		}
		o.forget()
		o.logIn("bob@example.com")
		page, copied := o.shows("/account/security", acts...), o.ownData()
		if shown := strings.Count(page, "Shouts at us.") == len(acts); shown != program.AdminReasonsShown {
			t.Errorf("the page shows %d reasons", strings.Count(page, "Shouts at us."))
		}
		if shown := strings.Count(copied, "Shouts at us.") > len(acts); shown != program.AdminReasonsShown {
			t.Errorf("the copy of the data holds %d reasons", strings.Count(copied, "Shouts at us."))
		}
	})
}

// ownData is all the text in a copy of the data of whoever is logged in.
func (o *billingSite) ownData() string {
	o.t.Helper()
	o.ask("POST", "/account/data/export", nil)
	o.letter(letter.ExportReady{})
	_, archive, _ := o.ask("POST", o.exportAddress(), nil)
	files, err := zip.NewReader(strings.NewReader(archive), int64(len(archive)))
	if err != nil {
		o.t.Fatal(err)
	}
	var text strings.Builder
	for _, f := range files.File {
		r, err := f.Open()
		if err == nil {
			_, err = io.Copy(&text, r)
		}
		if err != nil {
			o.t.Fatal(err)
		}
	}
	return text.String()
}
