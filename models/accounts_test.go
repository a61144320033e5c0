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
	"github.com/prokken/prokken/models/modelstest"
)

func newAdmin(t *testing.T, db *models.DB, email string) *models.User {
	t.Helper()
	now, u := models.Now(), newUser(email)
	u.Role, u.VerifiedAt = models.Admin, &now
	if err := db.CreateUser(t.Context(), u); err != nil {
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
					err := db.SetRole(t.Context(), id, models.Member)
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
		if err := db.SetDisabled(t.Context(), left, &now); !errors.Is(err, models.ErrLastAdmin) {
			t.Errorf("disabling the last one: %v", err)
		}
	})
}

func TestAuditLogIsOnlyAddedTo(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		if err := db.AddAuditEntry(t.Context(), &models.AuditEntry{ID: models.NewID(), Action: models.LoggedIn}); err != nil {
			t.Fatal(err)
		}
		for _, change := range []string{"UPDATE audit_entries SET action = 'x'", "DELETE FROM audit_entries"} {
			if _, err := db.Pool().ExecContext(t.Context(), change); err == nil || !strings.Contains(err.Error(), "only ever added to") {
				t.Errorf("%s: %v", change, err)
			}
		}
	})
}

func TestErasure(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, now := t.Context(), models.Now()
		u := newUser("ada@example.com")
		if err := db.CreateUser(ctx, u); err != nil {
			t.Fatal(err)
		}
		if _, err := db.EnsureCustomer(ctx, &models.BillingCustomer{ID: models.NewID(), UserID: u.ID, StripeID: "cus_1"}); err != nil {
			t.Fatal(err)
		}
		for _, to := range []string{"ada@example.com", "bob@example.com"} {
			if err := db.SaveOutboxMail(ctx, &models.OutboxMail{ID: models.NewID(), Recipient: to}); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.EraseUser(ctx, u.ID, now); !errors.Is(err, models.ErrConflict) {
			t.Errorf("unasked: %v", err)
		}
		if err := errors.Join(db.ScheduleErasure(ctx, u.ID, now.Add(time.Hour)), db.EraseUser(ctx, u.ID, now.Add(time.Hour))); err != nil {
			t.Fatal(err)
		}
		got, err := db.UserByID(ctx, u.ID)
		if err != nil || strings.Contains(got.Email, "ada") || got.PasswordHash != "" || got.ErasedAt == nil {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := db.CustomerOf(ctx, u.ID); err != nil {
			t.Errorf("what the law wants kept: %v", err)
		}
		if mails, err := db.OutboxMails(ctx); err != nil || len(mails) != 1 {
			t.Errorf("mails of others alone: %v, %v", mails, err)
		}
		if err := db.CreateUser(ctx, newUser("ada@example.com")); err != nil {
			t.Errorf("the address again: %v", err)
		}
	})
}

func TestUnconfirmedSignUpsAreForgotten(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, now := t.Context(), models.Now()
		old, fresh := newUser("old@example.com"), newUser("fresh@example.com")
		old.CreatedAt, fresh.CreatedAt = now.Add(-48*time.Hour), now
		if err := errors.Join(db.CreateUser(ctx, old), db.CreateUser(ctx, fresh), db.DeleteUnconfirmed(ctx, now.Add(-24*time.Hour))); err != nil {
			t.Fatal(err)
		}
		if _, err := db.UserByID(ctx, old.ID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("the old one: %v", err)
		}
		if _, err := db.UserByID(ctx, fresh.ID); err != nil {
			t.Errorf("the fresh one: %v", err)
		}
	})
}
