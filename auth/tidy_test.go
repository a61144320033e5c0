package auth_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/program"
)

// TestTidy: what has ended is there until its period is over, and gone then.
func TestTidy(t *testing.T) {
	for name, tt := range map[string]struct {
		period time.Duration
		make   func(t *testing.T, a *accounts)
		rows   string
	}{
		"sessions": {program.SessionsKept, endSession, "sessions"},
		"sign-ups": {program.UnconfirmedSignUpsKept, signUp, "users WHERE verified_at IS NULL"},
		"links":    {program.ExpiredLinksKept, expireLink, "flows"},
		"attempts": {program.AttemptsKept, failToLogIn, "throttles"},
		"exports":  {program.ExportsKept, makeExport, "exports"},
		"bounces":  {program.BounceMarksKept, bounce, "users WHERE bounced_at IS NOT NULL"},
	} {
		t.Run(name, func(t *testing.T) {
			modelstest.Each(t, func(t *testing.T, db *models.DB) {
				a := open(t, db)
				tt.make(t, a)
				a.wait(tt.period - time.Second)
				if err := a.Tidy(t.Context()); err != nil || a.count(t, tt.rows) == 0 {
					t.Errorf("%v, or gone too early", err)
				}
				a.wait(2 * time.Second)
				if err := a.Tidy(t.Context()); err != nil || a.count(t, tt.rows) > 0 {
					t.Errorf("%v, or %d left", err, a.count(t, tt.rows))
				}
			})
		})
	}
}

func (a *accounts) count(t *testing.T, rows string) (n int) {
	t.Helper()
	if err := a.db.Pool().QueryRowContext(t.Context(), "SELECT count(*) FROM "+rows).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func endSession(t *testing.T, a *accounts) {
	if err := a.Logout(t.Context(), auth.Shown{Refresh: []string{a.login(t).Refresh}}, home); err != nil {
		t.Fatal(err)
	}
}

func signUp(t *testing.T, a *accounts) {
	user := users.User{
		ID: models.NewID(), Email: "eve@example.com", PasswordHash: "x", Role: users.Member, CreatedAt: a.clock(),
	}
	if err := users.Create(t.Context(), a.db, &user); err != nil {
		t.Fatal(err)
	}
}

// bounce marks the address of ada.
func bounce(t *testing.T, a *accounts) {
	if err := users.MarkBounced(t.Context(), a.db, "ada@example.com", a.clock()); err != nil {
		t.Fatal(err)
	}
}

func expireLink(t *testing.T, a *accounts) {
	link := flows.Flow{ID: models.NewID(), Kind: flows.FirstAdmin, CreatedAt: a.clock(), ExpiresAt: a.clock()}
	if err := flows.Create(t.Context(), a.db, &link); err != nil {
		t.Fatal(err)
	}
}

func failToLogIn(t *testing.T, a *accounts) {
	if _, err := a.logIn(t.Context(), "eve@example.com", "not the password"); !errors.Is(err, auth.ErrCredentials) {
		t.Fatal(err)
	}
}

func makeExport(t *testing.T, a *accounts) {
	if err := a.AskExport(t.Context(), a.identity(t, a.login(t))); err != nil {
		t.Fatal(err)
	}
	a.work(t)
}

// TestDeletionWaits until its owner had the time to take it back.
func TestDeletionWaits(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		if err := a.AskDeletion(ctx, a.identity(t, a.member(t, "bob@example.com"))); err != nil {
			t.Fatal(err)
		}
		for _, step := range []struct {
			wait   time.Duration
			erased int
		}{{program.DeletionDelay - time.Second, 0}, {2 * time.Second, 1}} {
			a.wait(step.wait)
			err := a.EraseDue(ctx, func(context.Context, uuid.UUID) error { return nil })
			if n := a.count(t, "users WHERE erased_at IS NOT NULL"); err != nil || n != step.erased {
				t.Errorf("%v, %d are erased", err, n)
			}
		}
	})
}

// TestLogOut ends the session at once, for the access token too.
func TestLogOut(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		a := open(t, db)
		tokens := a.login(t)
		if err := a.Logout(t.Context(), auth.Shown{Refresh: []string{tokens.Refresh}}, home); err != nil {
			t.Fatal(err)
		}
		_, err := a.Authenticate(t.Context(), tokens.Access, home)
		if errors.Is(err, auth.ErrEnded) != program.LogOutEndsSession {
			t.Errorf("after it: %v", err)
		}
	})
}
