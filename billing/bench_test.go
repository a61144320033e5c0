package billing_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// BenchmarkReceive takes webhooks in, against the same statements without
// anything around them.
func BenchmarkReceive(b *testing.B) {
	ctx, db := context.Background(), modelstest.Postgres(b)
	user := models.User{ID: models.NewID(), Email: "ada@example.com", PasswordHash: "x", Role: models.Member}
	if err := db.CreateUser(ctx, &user); err != nil {
		b.Fatal(err)
	}
	customer, err := db.EnsureCustomer(ctx, &models.BillingCustomer{ID: models.NewID(), UserID: user.ID, StripeID: "cus_1"})
	if err != nil {
		b.Fatal(err)
	}
	service := billing.New(db, billing.Settings{WebhookSecret: secret, EnqueueSync: func(context.Context, *models.DB, uuid.UUID) error { return nil }})
	n := 0
	receive := func() {
		n++
		payload := eventAbout(fmt.Sprintf("evt_%d", n), `"cus_1"`)
		if err := service.Receive(ctx, payload, sign(payload, secret, time.Now())); err != nil {
			b.Fatal(err)
		}
	}
	bare := func() {
		n++
		tx, err := db.Pool().BeginTx(ctx, nil)
		if err == nil {
			_, err = tx.ExecContext(ctx, `UPDATE billing_customers SET dirty_seq = dirty_seq + 1 WHERE stripe_id = $1`, "cus_1")
		}
		if err == nil {
			var seq int64
			err = tx.QueryRowContext(ctx, `SELECT dirty_seq FROM billing_customers WHERE stripe_id = $1`, "cus_1").Scan(&seq)
		}
		if err == nil {
			_, err = tx.ExecContext(ctx, `INSERT INTO stripe_events (id, kind, customer, api_version, object_id, customer_id, seq, received_at) VALUES ($1, 'invoice.paid', 'cus_1', '2024-06-20', 'in_1', $2, 1, $3)`,
				fmt.Sprintf("bare_%d", n), customer.ID.String(), time.Now())
		}
		if err == nil {
			err = tx.Commit()
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	var took, least time.Duration
	for b.Loop() {
		took += timed(receive)
		least += timed(bare)
	}
	b.ReportMetric(float64(least)/float64(took), "of-bare")
}

func timed(do func()) time.Duration {
	start := time.Now()
	do()
	return time.Since(start)
}

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
		if _, err := db.EnsureCustomer(ctx, &models.BillingCustomer{ID: models.NewID(), UserID: user.ID, StripeID: id}); err != nil {
			b.Fatal(err)
		}
		s.ask("POST", "subscriptions", url.Values{"customer": {id}, "items[0][price]": {price}, "trial_period_days": {"14"}})
		for n := range events {
			payload := eventAbout(fmt.Sprintf("evt_%d_%d", i, n), `"`+id+`"`)
			if err := service.Receive(ctx, payload, sign(payload, secret, time.Now())); err != nil {
				b.Fatal(err)
			}
		}
	}
	if len(s.queued) != customers*events {
		b.Fatalf("%d jobs are queued", len(s.queued))
	}
	rand.Shuffle(len(s.queued), func(i, j int) { s.queued[i], s.queued[j] = s.queued[j], s.queued[i] })
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

// drain does all queued jobs with so many workers.
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
	for _, customer := range s.queued {
		jobs <- customer
	}
	close(jobs)
	group.Wait()
}
