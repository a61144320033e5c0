package models_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/models/throttles"
	"github.com/prokken/prokken/models/users"
)

// severalSteps is how many rows take three steps.
const severalSteps = 2*models.StepRows + 1

// TestTidyingGoesInSteps: all that is due goes, nothing else does, and others write between two steps.
func TestTidyingGoesInSteps(t *testing.T) {
	const due = severalSteps
	for name, tt := range map[string]struct {
		fill  func(t *testing.T, db *models.DB, now time.Time)
		tidy  func(ctx context.Context, db *models.DB, now time.Time) error
		steps int
		left  map[string]int64 // rows by what is counted
	}{
		"bounces": {fillBounces, users.ForgetOldBounces, 3, map[string]int64{
			"users": due + 1, "users WHERE bounced_at IS NOT NULL": 1,
		}},
		"log-ins": {fillLogins, audits.ForgetLogins, 3, map[string]int64{
			"audit_logins": due + 1, "audit_logins WHERE sealed <> ''": 1,
		}},
		"audits and pictures": {fillAudits, tidyAudits, 6, map[string]int64{
			"audits": 3, "audit_screenshots": 2,
		}},
		"payments": {fillPayments, payments.DeleteRecords, 25, map[string]int64{
			"users": due + 1, "billing_customers": 1, "stripe_events": 2, "charges": 1, "billing_effects": 1, "usages": 1,
			"billing_movements": 1, "billing_days WHERE paying = 1 AND yearly = 12": 1, "billing_days": 1,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			modelstest.Each(t, func(t *testing.T, plain *models.DB) {
				now := models.Now()
				tt.fill(t, plain, now)
				db, asked := modelstest.Record(plain)
				steps := 0
				asked.Before = func(statement string) {
					if strings.Contains(statement, fmt.Sprintf("LIMIT %d", models.StepRows)) && !strings.HasPrefix(statement, "SELECT") {
						steps++
						writeMeanwhile(t, plain)
					}
				}
				if err := tt.tidy(t.Context(), db, now); err != nil {
					t.Fatal(err)
				}
				if steps < tt.steps {
					t.Errorf("%d steps", steps)
				}
				for what, want := range tt.left {
					if n := countRows(t, plain, what); n != want {
						t.Errorf("%d %s, not %d", n, what, want)
					}
				}
			})
		})
	}
}

// writeMeanwhile is another writer, who must not wait; what it changes is in use by those who tidy.
func writeMeanwhile(t *testing.T, db *models.DB) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	for _, change := range []string{"users SET role = role", "audits SET passed = passed", "stripe_events SET kind = kind"} {
		if _, err := db.Pool().ExecContext(ctx, "UPDATE "+change); err != nil {
			t.Fatalf("another waits: %v", err)
		}
	}
}

func countRows(t *testing.T, db *models.DB, what string) (n int64) {
	t.Helper()
	if err := db.Reader.Raw("SELECT count(*) FROM " + what).Scan(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

// store writes rows, many with each statement.
func store[T any](t *testing.T, db *models.DB, rows []T) {
	t.Helper()
	if err := db.Writer.CreateInBatches(rows, 500).Error; err != nil {
		t.Fatal(err)
	}
}

// each makes so many things, each with an id and its number.
func each[T any](n int, make func(id uuid.UUID, n int) T) []T {
	all := []T{}
	for i := range n {
		all = append(all, make(models.NewID(), i))
	}
	return all
}

// since returns that time for all but the last of what takes several steps, of which it is an hour later.
func since(at time.Time, n int) *time.Time {
	if n == severalSteps {
		at = at.Add(time.Hour)
	}
	return &at
}

func fillBounces(t *testing.T, db *models.DB, now time.Time) {
	store(t, db, each(severalSteps+1, func(id uuid.UUID, n int) users.User {
		return users.User{ID: id, Email: id.String(), PasswordHash: "x", Role: users.Member, BouncedAt: since(now, n)}
	}))
}

func fillLogins(t *testing.T, db *models.DB, now time.Time) {
	site := home(t, db)
	all := each(severalSteps+1, func(id uuid.UUID, _ int) audits.Audit {
		return audits.Audit{ID: id, SiteID: site, State: audits.AuditDone, Cause: audits.Scheduled, AskedAt: now, EndedAt: &now}
	})
	store(t, db, all)
	store(t, db, each(len(all), func(_ uuid.UUID, n int) audits.Login {
		return audits.Login{AuditID: all[n].ID, Sealed: "x", GivenAt: since(now.Add(-time.Minute), n).UTC()}
	}))
}

// fillAudits stores old audits, two that have pictures, and one that waits.
func fillAudits(t *testing.T, db *models.DB, now time.Time) {
	site, later := home(t, db), now.Add(time.Hour)
	store(t, db, each(severalSteps, func(id uuid.UUID, _ int) audits.Audit {
		return audits.Audit{ID: id, SiteID: site, State: audits.AuditDone, Cause: audits.Scheduled, AskedAt: now.Add(-time.Hour), EndedAt: &now}
	}))
	recent := each(2, func(id uuid.UUID, _ int) audits.Audit {
		return audits.Audit{ID: id, SiteID: site, State: audits.AuditDone, Cause: audits.Scheduled, AskedAt: later, EndedAt: &later}
	})
	store(t, db, recent)
	store(t, db, []audits.Audit{{ID: models.NewID(), SiteID: site, State: audits.AuditAsked, Cause: audits.Scheduled, AskedAt: now.Add(-time.Hour)}})
	picture := func(of audits.Audit) func(uuid.UUID, int) audits.Screenshot {
		return func(_ uuid.UUID, n int) audits.Screenshot {
			return audits.Screenshot{AuditID: of.ID, N: int64(n), JPEG: []byte{1}}
		}
	}
	store(t, db, each(severalSteps, picture(recent[0])))
	store(t, db, each(2, picture(recent[1])))
}

func tidyAudits(ctx context.Context, db *models.DB, now time.Time) error {
	own, err := sites.EnsureOwn(ctx, db, "https://prokken.com")
	if err != nil {
		return err
	}
	return audits.Tidy(ctx, db, own.ID, now, 1)
}

// fillPayments stores customers who left, and one who did later, each with records by all their kinds of keys.
func fillPayments(t *testing.T, db *models.DB, now time.Time) {
	all := each(severalSteps+1, func(id uuid.UUID, n int) users.User {
		return users.User{ID: id, Email: id.String(), Role: users.Member, ErasedAt: since(now, n)}
	})
	store(t, db, all)
	store(t, db, each(len(all), func(_ uuid.UUID, n int) payments.Customer {
		return payments.Customer{ID: all[n].ID, UserID: all[n].ID, StripeID: fmt.Sprint("cus_", n)}
	}))
	store(t, db, each(len(all), func(_ uuid.UUID, n int) payments.Charge {
		return payments.Charge{ID: fmt.Sprint("ch_", n), CustomerID: all[n].ID}
	}))
	store(t, db, each(len(all), func(_ uuid.UUID, n int) payments.Effect {
		return payments.Effect{Kind: "mail", ObjectID: fmt.Sprint(n), CustomerID: all[n].ID}
	}))
	store(t, db, each(len(all), func(_ uuid.UUID, n int) payments.Usage {
		return payments.Usage{UserID: all[n].ID, Entitlement: "sites", Period: "2026-12"}
	}))
	store(t, db, each(len(all), func(_ uuid.UUID, n int) payments.StripeEvent {
		return payments.StripeEvent{ID: fmt.Sprint("evt_", n), Customer: fmt.Sprint("cus_", n), ReceivedAt: now}
	}))
	store(t, db, each(len(all), func(_ uuid.UUID, n int) payments.StripeEvent {
		return payments.StripeEvent{ID: fmt.Sprint("evt_of_", n), Customer: fmt.Sprint("cus_", n), CustomerID: &all[n].ID, ReceivedAt: now}
	}))
	for _, u := range all[severalSteps-3:] {
		err := db.Transaction(t.Context(), func(tx *models.DB) error {
			begun := payments.Movement{CustomerID: u.ID, Currency: "usd", MovedAt: now, Yearly: 12, Paying: 1}
			return payments.StoreMovements(t.Context(), tx, u.ID, []payments.Movement{begun})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestChangedMeanwhileStays: what somebody changed while a step waited for them is not due any more.
func TestChangedMeanwhileStays(t *testing.T) {
	db := modelstest.Postgres(t)
	now := models.Now()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	store(t, db, []throttles.Throttle{{Key: "k", UpdatedAt: now.Add(-time.Hour), BlockedUntil: now}})
	done := make(chan error, 1)
	err := db.Transaction(ctx, func(tx *models.DB) error {
		if err := tx.Writer.Exec("UPDATE throttles SET updated_at = ?", now.Add(time.Hour)).Error; err != nil {
			return err
		}
		go func() { done <- throttles.DeleteOld(ctx, db, now) }()
		return waitForLock(ctx, db)
	})
	if err == nil {
		err = <-done
	}
	if err != nil {
		t.Fatal(err)
	}
	if n := countRows(t, db, "throttles"); n != 1 {
		t.Errorf("%d left", n)
	}
}

// waitForLock returns when somebody waits for somebody else.
func waitForLock(ctx context.Context, db *models.DB) error {
	for waiting := 0; waiting == 0; time.Sleep(5 * time.Millisecond) {
		const query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
		if err := db.Pool().QueryRowContext(ctx, query).Scan(&waiting); err != nil {
			return err
		}
	}
	return nil
}
