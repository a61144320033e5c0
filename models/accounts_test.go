package models_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/erasure"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/outbox"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/program"
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
			_, err := db.Pool().ExecContext(t.Context(), change)
			isRefused := err != nil && strings.Contains(err.Error(), "only ever added to")
			if isRefused == program.ActivityLogDeleted {
				t.Errorf("%s: %v", change, err)
			}
		}
	})
}

// TestErasedLog: of an erased account the log tells when something was done, and neither from where
// nor why; nothing else of it can be changed, and nothing of others' accounts.
func TestErasedLog(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, now, gone, admin := t.Context(), models.Now(), newUser("ada@example.com"), newUser("bob@example.com")
		if err := errors.Join(users.Create(ctx, db, gone), users.Create(ctx, db, admin)); err != nil {
			t.Fatal(err)
		}
		entry := func(actor, subject *uuid.UUID, action activity.Action, detail string) *activity.Entry {
			e := activity.Entry{
				ID: models.NewID(), ActorID: actor, SubjectID: subject, Action: action, Detail: detail,
				Network: "203.0.113.0/24", Browser: "Firefox", Reason: "They asked.", CreatedAt: now,
			}
			if err := activity.Add(ctx, db, &e); err != nil {
				t.Fatal(err)
			}
			return &e
		}
		own := entry(&gone.ID, &gone.ID, activity.SessionEnded, "Firefox")
		guess := entry(nil, &gone.ID, activity.PasswordsGuessed, "")
		gift := entry(&admin.ID, &gone.ID, activity.GiftGiven, "starter")
		others := entry(&admin.ID, &admin.ID, activity.SessionEnded, "Firefox")
		err := errors.Join(erasure.Schedule(ctx, db, gone.ID, now), erasure.Erase(ctx, db, gone.ID, now))
		if err != nil {
			t.Fatal(err)
		}
		if program.LogNetworksErased {
			own.Network, own.Browser, own.Reason, own.Detail = "", "", "", ""
			guess.Network, guess.Browser, guess.Reason = "", "", ""
			gift.Reason = ""
		}
		got, err := activity.List(ctx, db, activity.Filter{}, 10)
		if diff := cmp.Diff([]activity.Entry{*others, *gift, *guess, *own}, got); err != nil || diff != "" {
			t.Errorf("%v: %s", err, diff)
		}
		for _, change := range []string{
			"UPDATE activity_entries SET network = 'x'", "UPDATE activity_entries SET reason = 'x'",
			"UPDATE activity_entries SET detail = 'x'", "UPDATE activity_entries SET action = 'x'",
			"UPDATE activity_entries SET actor_id = NULL", "UPDATE activity_entries SET browser = ''",
			"DELETE FROM activity_entries",
		} {
			if _, err := db.Pool().ExecContext(ctx, change); err == nil ||
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
		if c, err := payments.CustomerOf(ctx, db, u.ID); err != nil || c.DirtySeq <= c.SyncedSeq {
			t.Errorf("payment records stay, and Stripe has to be told: %+v, %v", c, err)
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
