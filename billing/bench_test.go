package billing_test

import (
	"context"
	"fmt"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
)

// BenchmarkDrain follows ten thousand events about a thousand customers, against
// the emulator.
func BenchmarkDrain(b *testing.B) {
	for name, database := range map[string]func(testing.TB) *models.DB{"sqlite": modelstest.SQLite, "postgres": modelstest.Postgres} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				s := manyCustomers(b, database(b), 1000, 10)
				b.StartTimer()
				s.drain(8)
			}
		})
	}
}

// manyCustomers are so many with a plan each, and as many webhooks about each that
// nobody has followed.
func manyCustomers(b *testing.B, db *models.DB, customers, events int) *shop {
	b.Helper()
	ctx, s := context.Background(), newShop(b, db)
	service := s.service
	s.deafen() // only the benchmark's own webhooks count
	if err := s.stripe.(*emulator.Emulator).SetSwitches(emulator.Switches{Drop: 1}); err != nil {
		b.Fatal(err)
	}
	price := s.somePrice()
	for i := range customers {
		user := s.newUser(fmt.Sprintf("u%d@example.com", i))
		made := s.ask("POST", "customers", url.Values{"email": {user.Email}})
		id, _ := made["id"].(string)
		if _, err := payments.EnsureCustomer(ctx, db, &payments.Customer{ID: models.NewID(), UserID: user.ID, StripeID: id}); err != nil {
			b.Fatal(err)
		}
		s.ask(
			"POST",
			"subscriptions",
			url.Values{"customer": {id}, "items[0][price]": {price}, "trial_period_days": {"14"}},
		)
		for n := range events {
			payload := eventAbout(fmt.Sprintf("evt_%d_%d", i, n), `"`+id+`"`)
			if err := service.Receive(ctx, payload, sign(payload, secret, time.Now())); err != nil {
				b.Fatal(err)
			}
		}
	}
	return s
}

// somePrice is a price at Stripe.
func (s *shop) somePrice() string {
	s.t.Helper()
	steps, err := s.service.CatalogSteps(context.Background())
	for _, step := range steps {
		if err == nil {
			err = step.Do(context.Background())
		}
	}
	if err != nil {
		s.t.Fatal(err)
	}
	found := s.ask("GET", "prices?lookup_keys[]=prokken_starter_month_usd", nil)
	price, _ := found["data"].([]any)[0].(map[string]any)["id"].(string)
	return price
}

// drain follows all hints with so many workers.
func (s *shop) drain(workers int) {
	jobs := make(chan uuid.UUID)
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for customer := range jobs {
				if err := s.service.Sync(context.Background(), customer); err != nil {
					s.t.Error(err)
				}
			}
		})
	}
	for _, customer := range s.hinted(context.Background()) {
		jobs <- customer
	}
	close(jobs)
	group.Wait()
}
