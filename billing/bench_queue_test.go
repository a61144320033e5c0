package billing_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

// known makes a user whom Stripe calls so.
func known(b *testing.B, db *models.DB, stripeID string) payments.Customer {
	b.Helper()
	user := users.User{
		ID:           models.NewID(),
		Email:        strings.ToLower(stripeID) + "@example.com",
		PasswordHash: "x",
		Role:         users.Member,
	}
	if err := users.Create(context.Background(), db, &user); err != nil {
		b.Fatal(err)
	}
	c, err := payments.EnsureCustomer(
		context.Background(),
		db,
		&payments.Customer{ID: models.NewID(), UserID: user.ID, StripeID: stripeID},
	)
	if err != nil {
		b.Fatal(err)
	}
	return c
}

// BenchmarkQueue follows 10,000 queued events of 1,000 customers with the real
// queue, against the emulator. One run is enough: -benchtime 1x.
func BenchmarkQueue(b *testing.B) {
	const customers, events = 1000, 10_000
	stand, err := emulator.New("", key, secret, "", "")
	if err != nil {
		b.Fatal(err)
	}
	defer stand.Close()
	server := httptest.NewServer(stand)
	defer server.Close()
	db := modelstest.Postgres(b)
	settings := worldSettings(server.URL, server.URL+emulator.Prefix, stand)
	service := billing.New(db, settings)
	ids := subscribers(b, db, stand, customers)
	for b.Loop() {
		b.StopTimer()
		for i := range events {
			payload := eventAbout(fmt.Sprint("evt_", models.NewID()), `"`+ids[i%customers]+`"`)
			if err := service.Receive(b.Context(), payload, sign(payload, secret, time.Now())); err != nil {
				b.Fatal(err)
			}
		}
		b.StartTimer()
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan error, 1)
		go func() { done <- jobs.Run(ctx, db, jobs.Work{Customers: service}) }()
		for waiting := 1; waiting > 0; time.Sleep(50 * time.Millisecond) {
			if err := db.Pool().QueryRow("SELECT count(*) FROM billing_customers WHERE dirty_seq > synced_seq").Scan(&waiting); err != nil {
				b.Fatal(err)
			}
		}
		cancel()
		<-done
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "seconds")
}

// subscribers are customers with a subscription that is paid.
func subscribers(b *testing.B, db *models.DB, stand *emulator.Emulator, n int) []string {
	b.Helper()
	api := directly(stand)
	product, err := api.Products.New(&stripe.ProductParams{Name: stripe.String("Starter")})
	if err != nil {
		b.Fatal(err)
	}
	price, err := api.Prices.New(&stripe.PriceParams{
		Product: &product.ID, UnitAmount: stripe.Int64(900), Currency: stripe.String("usd"),
		Recurring: &stripe.PriceRecurringParams{Interval: stripe.String("month")},
		Metadata:  map[string]string{"prokken": "starter"},
	})
	if err != nil {
		b.Fatal(err)
	}
	var ids []string
	for range n {
		made, err := api.Customers.New(&stripe.CustomerParams{Email: stripe.String("a@example.com")})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := stand.ChangeCard(made.ID, "4242424242424242"); err != nil {
			b.Fatal(err)
		}
		if _, err := api.Subscriptions.New(&stripe.SubscriptionParams{
			Customer: &made.ID, Items: []*stripe.SubscriptionItemsParams{{Price: &price.ID}},
		}); err != nil {
			b.Fatal(err)
		}
		known(b, db, made.ID)
		ids = append(ids, made.ID)
	}
	return ids
}
