package auth_test

import (
	"errors"
	"fmt"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/validation"
)

// What must not outlive a new password, a new factor, or its time.

// TestResetStopsWhatWasBegun: a change of address, and an app that was shown.
func TestResetStopsWhatWasBegun(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		thief := a.identity(t, a.member(t, "bob@example.com"))
		if err := a.askAddress(t, thief, "eve@example.com"); err != nil {
			t.Fatal(err)
		}
		eves := a.link(t, letter.ConfirmNewAddress{})
		shown, err := a.OfferTOTP(ctx, thief)
		if err != nil {
			t.Fatal(err)
		}
		in, err := a.Login(ctx, "bob@example.com", secret, home)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Forgot(ctx, "bob@example.com"); err != nil {
			t.Fatal(err)
		}
		a.work(t)
		if err := a.ResetPassword(ctx, a.link(t, letter.ResetPassword{}), better, home); err != nil {
			t.Fatal(err)
		}
		if err := a.ConfirmAddress(ctx, eves, elsewhere); !errors.Is(err, auth.ErrLink) {
			t.Errorf("the change of address: %v", err)
		}
		if _, err := a.Authenticate(ctx, in.Access, home); !errors.Is(err, auth.ErrEnded) {
			t.Errorf("a session: %v", err)
		}
		fresh, err := a.Login(ctx, "bob@example.com", better, home)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := a.OfferTOTP(ctx, a.identity(t, fresh.Tokens)); err != nil || again.Secret == shown.Secret {
			t.Errorf("the app that was shown: %v", err)
		}
	})
}

// TestSecondStepEndsWithThePassword that opened it.
func TestSecondStepEndsWithThePassword(t *testing.T) {
	ctx, a := t.Context(), open(t, modelstest.SQLite(t))
	by := a.identity(t, a.member(t, "bob@example.com"))
	_, codes := a.enrol(t, by)
	in, err := a.Login(ctx, "bob@example.com", secret, home)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.ChangePassword(ctx, by, secret, better); err != nil {
		t.Fatal(err)
	}
	if _, err := a.SecondStep(ctx, in.Next.Token, codes[0], elsewhere); !errors.Is(err, auth.ErrLink) {
		t.Errorf("%v", err)
	}
}

// TestSessionsOfBefore: adding a second factor ends those that the password
// alone opened, and the password alone proves nothing in one that is left.
func TestSessionsOfBefore(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		thief := a.member(t, "bob@example.com")
		owner, err := a.logIn(ctx, "bob@example.com", secret)
		if err != nil {
			t.Fatal(err)
		}
		stale := a.identity(t, thief)
		a.enrol(t, a.identity(t, owner))
		if _, err := a.Authenticate(ctx, thief.Access, home); !errors.Is(err, auth.ErrEnded) {
			t.Errorf("the other session: %v", err)
		}
		var invalid validation.Errors
		if _, err := a.StepUp(ctx, stale, secret, ""); !errors.As(err, &invalid) {
			t.Errorf("the password alone: %v", err)
		}
	})
}

// TestForeignCodesGo: recovery codes that a thief made go with "it was not me".
func TestForeignCodesGo(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		by := a.identity(t, a.member(t, "bob@example.com"))
		a.enrol(t, by)
		a.wait(time.Hour)
		codes, err := a.NewRecoveryCodes(ctx, by)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.EndEverything(ctx, a.link(t, letter.FactorChanged{}), home); err != nil {
			t.Fatal(err)
		}
		in, err := a.Login(ctx, "bob@example.com", secret, home)
		if err != nil || in.Next == nil {
			t.Fatalf("%+v, %v", in, err)
		}
		var invalid validation.Errors
		if _, err := a.SecondStep(ctx, in.Next.Token, codes[0], elsewhere); !errors.As(err, &invalid) {
			t.Errorf("the thief's code: %v", err)
		}
	})
}

// TestLogInRacesWithANewPassword: none that began with the old one is left.
func TestLogInRacesWithANewPassword(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		tokens := a.member(t, "bob@example.com")
		passwords := []string{secret, better}
		for i := range 6 {
			old, fresh := passwords[i%2], passwords[(i+1)%2]
			by := a.identity(t, tokens)
			var wg sync.WaitGroup
			for range 4 {
				wg.Go(func() { _, _ = a.logIn(ctx, "bob@example.com", old) })
			}
			var err error
			if _, err := a.ChangePassword(ctx, by, old, fresh); err != nil {
				t.Fatal(err)
			}
			wg.Wait()
			if all, err := a.Sessions(ctx, by.User.ID); err != nil || len(all) != 1 {
				t.Fatalf("round %d: %d sessions, %v", i, len(all), err)
			}
			a.wait(25 * time.Hour)
			if tokens, err = a.logIn(ctx, "bob@example.com", fresh); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestCopiesOfASessionEnd with the password: tokens of before open nothing.
func TestCopiesOfASessionEnd(t *testing.T) {
	ctx, a := t.Context(), open(t, modelstest.SQLite(t))
	copied := a.login(t)
	if _, err := a.ChangePassword(ctx, a.identity(t, copied), secret, better); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Authenticate(ctx, copied.Access, elsewhere); !errors.Is(err, auth.ErrEnded) {
		t.Errorf("the access token: %v", err)
	}
	if _, err := a.Refresh(ctx, copied.Refresh, elsewhere); !errors.Is(err, auth.ErrEnded) {
		t.Errorf("the refresh token: %v", err)
	}
}

// TestTyposDoNotAddUp: a busy network that mistypes now and then is not slowed
// down, and hundreds of guesses at once are.
func TestTyposDoNotAddUp(t *testing.T) {
	ctx, a := t.Context(), open(t, modelstest.SQLite(t))
	for i := range 240 { // two an hour, for five days
		if _, err := a.Login(ctx, fmt.Sprintf("user%d@example.com", i), "wrong", home); !errors.Is(
			err,
			auth.ErrCredentials,
		) {
			t.Fatalf("typo %d: %v", i, err)
		}
		a.wait(30 * time.Minute)
	}
	var refused atomic.Int64
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			from := auth.RequestDetails{Address: netip.AddrFrom4([4]byte{10, byte(i), 0, 1})}
			if _, err := a.Login(ctx, "ada@example.com", "wrong", from); errors.Is(err, auth.ErrTooMany) {
				refused.Add(1)
			}
		})
	}
	wg.Wait()
	if refused.Load() != 70 {
		t.Errorf("%d of 100 at once were refused, want 70", refused.Load())
	}
}
