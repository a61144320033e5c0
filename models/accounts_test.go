package models_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/erasure"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/outbox"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

func newAdmin(t *testing.T, db *models.DB, email string) *users.User {
	t.Helper()
	now, u := models.Now(), newUser(email)
	u.Role, u.VerifiedAt = users.Admin, &now
	if err := users.Create(t.Context(), db, u); err != nil {
		t.Fatal(err)
	}
	return u
}

// TestTwoAdminsDemotingEachOther: the database keeps one of them.
func TestTwoAdminsDemotingEachOther(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		left := newAdmin(t, db, "first@example.com").ID
		for i := range 10 {
			pair := []uuid.UUID{left, newAdmin(t, db, fmt.Sprintf("%d@example.com", i)).ID}
			var stayed [2]bool
			var wg sync.WaitGroup
			for n, id := range pair {
				wg.Go(func() {
					err := users.SetRole(t.Context(), db, id, users.Member)
					if stayed[n] = errors.Is(err, models.ErrLastAdmin); err != nil && !stayed[n] {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if stayed[0] == stayed[1] {
				t.Fatalf("of two admins stayed %v", stayed)
			}
			if left = pair[0]; stayed[1] {
				left = pair[1]
			}
		}
		now := models.Now()
		if err := users.SetDisabled(t.Context(), db, left, &now); !errors.Is(err, models.ErrLastAdmin) {
			t.Errorf("disabling the last one: %v", err)
		}
	})
}

func TestAuditLogIsOnlyAddedTo(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		if err := activity.Add(t.Context(), db, &activity.Entry{ID: models.NewID(), Action: activity.LoggedIn}); err != nil {
			t.Fatal(err)
		}
		for _, change := range []string{"UPDATE activity_entries SET action = 'x'", "DELETE FROM activity_entries"} {
			if _, err := db.Pool().ExecContext(t.Context(), change); err == nil ||
				!strings.Contains(err.Error(), "only ever added to") {
				t.Errorf("%s: %v", change, err)
			}
		}
	})
}

func TestErasure(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, now := t.Context(), models.Now()
		u := newUser("ada@example.com")
		if err := users.Create(ctx, db, u); err != nil {
			t.Fatal(err)
		}
		if _, err := payments.EnsureCustomer(ctx, db, &payments.Customer{ID: models.NewID(), UserID: u.ID, StripeID: "cus_1"}); err != nil {
			t.Fatal(err)
		}
		for _, to := range []string{"ada@example.com", "bob@example.com"} {
			if err := outbox.Save(ctx, db, &outbox.Mail{ID: models.NewID(), Recipient: to}); err != nil {
				t.Fatal(err)
			}
		}
		if err := erasure.Erase(ctx, db, u.ID, now); !errors.Is(err, models.ErrConflict) {
			t.Errorf("unasked: %v", err)
		}
		if err := errors.Join(erasure.Schedule(ctx, db, u.ID, now.Add(time.Hour)), erasure.Erase(ctx, db, u.ID, now.Add(time.Hour))); err != nil {
			t.Fatal(err)
		}
		got, err := users.ByID(ctx, db, u.ID)
		if err != nil || strings.Contains(got.Email, "ada") || got.PasswordHash != "" || got.ErasedAt == nil {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := payments.CustomerOf(ctx, db, u.ID); err != nil {
			t.Errorf("what the law wants kept: %v", err)
		}
		if mails, err := outbox.List(ctx, db); err != nil || len(mails) != 1 {
			t.Errorf("mails of others alone: %v, %v", mails, err)
		}
		if err := users.Create(ctx, db, newUser("ada@example.com")); err != nil {
			t.Errorf("the address again: %v", err)
		}
	})
}

func TestUnconfirmedSignUpsAreForgotten(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, now := t.Context(), models.Now()
		old, fresh := newUser("old@example.com"), newUser("fresh@example.com")
		old.CreatedAt, fresh.CreatedAt = now.Add(-48*time.Hour), now
		if err := errors.Join(users.Create(ctx, db, old), users.Create(ctx, db, fresh), erasure.DeleteUnconfirmed(ctx, db, now.Add(-24*time.Hour))); err != nil {
			t.Fatal(err)
		}
		if _, err := users.ByID(ctx, db, old.ID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("the old one: %v", err)
		}
		if _, err := users.ByID(ctx, db, fresh.ID); err != nil {
			t.Errorf("the fresh one: %v", err)
		}
	})
}
