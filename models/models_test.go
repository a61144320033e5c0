package models_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

func newUser(email string) *models.User {
	return &models.User{ID: models.NewID(), Email: email, PasswordHash: "x", Role: models.Member}
}

func TestTimesSortWhateverTheirZone(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := context.Background()
		dhaka := time.FixedZone("Dhaka", 6*60*60)
		at := time.Date(2026, 4, 16, 1, 0, 0, 0, dhaka) // 19:00 the day before, UTC
		user := newUser("ada@example.com")
		if err := db.CreateUser(ctx, user); err != nil {
			t.Fatal(err)
		}
		for _, expires := range []time.Duration{0, 100 * time.Millisecond, 120 * time.Millisecond, time.Second} {
			s := &models.Session{ID: models.NewID(), UserID: user.ID, Factor: models.Password, IdleExpiresAt: at.Add(expires), AbsoluteExpiresAt: at.Add(time.Hour)}
			if err := db.CreateSession(ctx, s); err != nil {
				t.Fatal(err)
			}
			got, err := db.SessionByID(ctx, s.ID)
			if err != nil {
				t.Fatal(err)
			}
			if !got.IdleExpiresAt.Equal(at.Add(expires)) || got.IdleExpiresAt.Location() != time.UTC {
				t.Errorf("stored %v, read %v", at.Add(expires), got.IdleExpiresAt)
			}
		}
		for after, want := range map[time.Duration]int{-time.Millisecond: 4, 0: 3, 110 * time.Millisecond: 2, 999 * time.Millisecond: 1, time.Second: 0} {
			if alive, err := db.SessionsOf(ctx, user.ID, at.UTC().Add(after)); err != nil || len(alive) != want {
				t.Errorf("%v later %d are alive, want %d (%v)", after, len(alive), want, err)
			}
		}
	})
}

func TestAddressIsTakenOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := context.Background()
		if err := db.CreateUser(ctx, newUser("ada@example.com")); err != nil {
			t.Fatal(err)
		}
		if err := db.CreateUser(ctx, newUser("ada@example.com")); !errors.Is(err, models.ErrConflict) {
			t.Errorf("got %v", err)
		}
		if err := db.CreateUser(ctx, newUser("Ada@example.com")); err == nil {
			t.Error("an address in capitals was stored")
		}
		if _, err := db.UserByEmail(ctx, "bob@example.com"); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("got %v", err)
		}
	})
}

func TestTransactionIsAllOrNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := context.Background()
		failure := errors.New("failure")
		err := db.Transaction(ctx, func(tx *models.DB) error {
			if err := tx.CreateUser(ctx, newUser("ada@example.com")); err != nil {
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
		if _, err := db.UserByEmail(ctx, "ada@example.com"); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("the user stayed: %v", err)
		}
	})
}
