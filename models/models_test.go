package models_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/sessions"
	"github.com/prokken/prokken/models/users"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

func newUser(email string) *users.User {
	return &users.User{ID: models.NewID(), Email: email, PasswordHash: "x", Role: users.Member}
}

func TestTimesSortWhateverTheirZone(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := context.Background()
		dhaka := time.FixedZone("Dhaka", 6*60*60)
		at := time.Date(2026, 4, 16, 1, 0, 0, 0, dhaka) // 19:00 the day before, UTC
		user := newUser("ada@example.com")
		if err := users.Create(ctx, db, user); err != nil {
			t.Fatal(err)
		}
		for _, expires := range []time.Duration{0, 100 * time.Millisecond, 120 * time.Millisecond, time.Second} {
			s := &sessions.Session{
				ID:                models.NewID(),
				UserID:            user.ID,
				Factor:            sessions.Password,
				IdleExpiresAt:     at.Add(expires),
				AbsoluteExpiresAt: at.Add(time.Hour),
			}
			if err := sessions.Create(ctx, db, s); err != nil {
				t.Fatal(err)
			}
			got, err := sessions.ByID(ctx, db, s.ID)
			if err != nil {
				t.Fatal(err)
			}
			if !got.IdleExpiresAt.Equal(at.Add(expires)) || got.IdleExpiresAt.Location() != time.UTC {
				t.Errorf("stored %v, read %v", at.Add(expires), got.IdleExpiresAt)
			}
		}
		for after, want := range map[time.Duration]int{-time.Millisecond: 4, 0: 3, 110 * time.Millisecond: 2, 999 * time.Millisecond: 1, time.Second: 0} {
			if alive, err := sessions.Of(ctx, db, user.ID, at.UTC().Add(after)); err != nil || len(alive) != want {
				t.Errorf("%v later %d are alive, want %d (%v)", after, len(alive), want, err)
			}
		}
	})
}

func TestAddressIsTakenOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := context.Background()
		if err := users.Create(ctx, db, newUser("ada@example.com")); err != nil {
			t.Fatal(err)
		}
		if err := users.Create(ctx, db, newUser("ada@example.com")); !errors.Is(err, models.ErrConflict) {
			t.Errorf("got %v", err)
		}
		if err := users.Create(ctx, db, newUser("Ada@example.com")); err == nil {
			t.Error("an address in capitals was stored")
		}
		if _, err := users.ByEmail(ctx, db, "bob@example.com"); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("got %v", err)
		}
	})
}

func TestTransactionIsAllOrNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := context.Background()
		failure := errors.New("failure")
		err := db.Transaction(ctx, func(tx *models.DB) error {
			if err := users.Create(ctx, tx, newUser("ada@example.com")); err != nil {
				t.Fatal(err)
			}
			if tx.Tx() == nil {
				t.Error("the job queue needs the transaction")
			}
			return failure
		})
		if !errors.Is(err, failure) {
			t.Errorf("got %v", err)
		}
		if _, err := users.ByEmail(ctx, db, "ada@example.com"); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("the user stayed: %v", err)
		}
	})
}
