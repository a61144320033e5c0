package auth_test

import (
	"bytes"
	"encoding/base32"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/auth/totp"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/credentials"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/sessions"
	"github.com/prokken/prokken/validation"
)

// codeAt is the code of an app that holds the offered secret.
func codeAt(offer auth.TOTPOffer, now time.Time) string {
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(offer.Secret)
	if err != nil {
		panic(err)
	}
	return totp.Code(secret, now.Unix()/30)
}

// enrol gives the account an authenticator app.
func (a *accounts) enrol(t *testing.T, by auth.Identity) (auth.TOTPOffer, []string) {
	t.Helper()
	offer, err := a.OfferTOTP(t.Context(), by)
	if err != nil {
		t.Fatal(err)
	}
	codes, err := a.ConfirmTOTP(t.Context(), by, codeAt(offer, a.clock()))
	if err != nil {
		t.Fatal(err)
	}
	a.wait(time.Minute) // each step counts once
	return offer, codes
}

func TestSecondFactor(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		offer, codes := a.enrol(t, a.identity(t, a.login(t)))
		if len(codes) != 10 {
			t.Fatalf("%d recovery codes", len(codes))
		}
		a.last(t, letter.FactorChanged{})
		step := func() string {
			in, err := a.Login(ctx, "ada@example.com", secret, home)
			if err != nil || in.Next == nil || in.Access != "" {
				t.Fatalf("%+v, %v", in, err)
			}
			return in.Next.Token
		}
		code := codeAt(offer, a.clock())
		tokens, err := a.SecondStep(ctx, step(), code, home)
		if err != nil || a.identity(t, tokens).Factor != sessions.TOTP {
			t.Fatalf("the app's code: %v", err)
		}
		var invalid validation.Errors
		if _, err := a.SecondStep(ctx, step(), code, home); !errors.As(err, &invalid) {
			t.Errorf("the same code again: %v", err)
		}
		token := step()
		if _, err := a.SecondStep(ctx, token, codes[0], home); err != nil {
			t.Errorf("a recovery code: %v", err)
		}
		a.last(t, letter.RecoveryUsed{})
		if _, err := a.SecondStep(ctx, token, codes[1], home); !errors.Is(err, auth.ErrLink) {
			t.Errorf("the same step again: %v", err)
		}
		a.wait(11 * time.Minute)
		late := step()
		a.wait(11 * time.Minute)
		if _, err := a.SecondStep(ctx, late, codes[2], home); !errors.Is(err, auth.ErrLink) {
			t.Errorf("after ten minutes: %v", err)
		}
	})
}

// TestOneRecoveryCodeOnce: of fifty who use one at once, one gets in.
func TestOneRecoveryCodeOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		_, codes := a.enrol(t, a.identity(t, a.login(t)))
		steps := make([]string, 50)
		for i := range steps {
			in, err := a.Login(ctx, "ada@example.com", secret, home)
			if err != nil {
				t.Fatal(err)
			}
			steps[i] = in.Next.Token
		}
		var in atomic.Int64
		var wg sync.WaitGroup
		for _, step := range steps {
			wg.Go(func() {
				var invalid validation.Errors
				switch _, err := a.SecondStep(ctx, step, codes[0], home); {
				case err == nil:
					in.Add(1)
				case !errors.As(err, &invalid) && !errors.Is(err, auth.ErrTooMany):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if in.Load() != 1 {
			t.Errorf("%d got in", in.Load())
		}
	})
}

// TestCodesAreGuessedSlowly: five tries a step, five tries an account, then waits.
func TestCodesAreGuessedSlowly(t *testing.T) {
	ctx, a := t.Context(), open(t, modelstest.SQLite(t))
	_, codes := a.enrol(t, a.identity(t, a.login(t)))
	in, err := a.Login(ctx, "ada@example.com", secret, home)
	if err != nil {
		t.Fatal(err)
	}
	var invalid validation.Errors
	for range 5 {
		if _, err := a.SecondStep(ctx, in.Next.Token, "000000", elsewhere); !errors.As(err, &invalid) {
			t.Fatal(err)
		}
	}
	a.last(t, letter.WrongCodes{})
	if _, err := a.SecondStep(ctx, in.Next.Token, codes[0], home); !errors.Is(err, auth.ErrLink) {
		t.Errorf("the sixth try of a step: %v", err)
	}
	if in, err = a.Login(ctx, "ada@example.com", secret, home); err != nil {
		t.Fatal(err)
	}
	var wait auth.TooMany
	if _, err := a.SecondStep(ctx, in.Next.Token, codes[0], elsewhere); !errors.As(err, &wait) ||
		!wait.Until.After(a.clock()) {
		t.Errorf("in another step: %v", err)
	}
	if _, err := a.SecondStep(ctx, in.Next.Token, codes[0], home); err != nil {
		t.Errorf("the owner, from another network: %v", err)
	}
	if in, err = a.Login(ctx, "ada@example.com", secret, home); err != nil {
		t.Fatal(err)
	}
	a.wait(6 * time.Second)
	if _, err := a.SecondStep(ctx, in.Next.Token, codes[1], elsewhere); err != nil {
		t.Errorf("after the wait: %v", err)
	}
}

func TestFactorsComeAndGo(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		admin := a.identity(t, a.login(t))
		a.enrol(t, admin)
		var invalid validation.Errors
		if err := a.RemoveTOTP(ctx, admin); !errors.As(err, &invalid) {
			t.Errorf("the last factor of an admin: %v", err)
		}
		by := a.identity(t, a.member(t, "bob@example.com"))
		offer, codes := a.enrol(t, by)
		if _, err := a.OfferTOTP(ctx, by); !errors.Is(err, models.ErrConflict) {
			t.Errorf("a second app: %v", err)
		}
		fresh, err := a.NewRecoveryCodes(ctx, by)
		if err != nil || len(fresh) != 10 || fresh[0] == codes[0] {
			t.Errorf("new codes: %v, %v", fresh, err)
		}
		if _, err := a.StepUp(ctx, by, "", codes[0]); err == nil {
			t.Error("an old code works")
		}
		if _, err := a.StepUp(ctx, by, "", fresh[0]); err != nil {
			t.Error(err)
		}
		if f, err := a.Factors(ctx, by.User.ID); err != nil || !f.TOTP || f.CodesLeft != 9 {
			t.Errorf("%+v, %v", f, err)
		}
		a.letters = nil
		if err := a.RemoveTOTP(ctx, by); err != nil {
			t.Fatal(err)
		}
		if told := a.last(t, letter.FactorChanged{}); told.To != "bob@example.com" {
			t.Errorf("told of the removal: %+v", told)
		}
		if f, err := a.Factors(ctx, by.User.ID); err != nil || f.Any() || f.CodesLeft != 0 {
			t.Errorf("afterwards: %+v, %v", f, err)
		}
		if in, err := a.Login(ctx, "bob@example.com", secret, home); err != nil || in.Next != nil {
			t.Errorf("the password alone: %v", err)
		}
		if raw, _ := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(offer.Secret); len(raw) != 20 ||
			len(bytes.Trim(raw, "\x00")) == 0 {
			t.Errorf("a secret of %d bytes: %x", len(raw), raw)
		}
		if other, err := a.OfferTOTP(ctx, a.identity(t, a.member(t, "eve@example.com"))); err != nil ||
			other.Secret == offer.Secret {
			t.Errorf("everybody has the same secret: %v", err)
		}
	})
}

// TestSecretsAreSealed: the database does not hold what makes the codes, and the
// secret that seals it can be changed.
func TestSecretsAreSealed(t *testing.T) {
	ctx, db := t.Context(), modelstest.SQLite(t)
	old := open(t, db)
	by := old.identity(t, old.login(t))
	offer, _ := old.enrol(t, by)
	stored, err := credentials.TOTPOf(ctx, db, by.User.ID)
	if err != nil || len(stored.Sealed) < 20 || stored.Sealed == offer.Secret {
		t.Fatalf("%+v, %v", stored, err)
	}
	rotated := old.withSecrets(t, newSecret, oldSecret)
	if err := rotated.ResealSecrets(ctx); err != nil {
		t.Fatal(err)
	}
	alone := old.withSecrets(t, newSecret)
	in, err := alone.Login(ctx, "ada@example.com", secret, home)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := alone.SecondStep(ctx, in.Next.Token, codeAt(offer, alone.clock()), home); err != nil {
		t.Errorf("with the new secret alone: %v", err)
	}
}

// TestAdminsNeedASecondFactor, but for one log-in in which to set one up.
func TestAdminsNeedASecondFactor(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		a := open(t, db)
		first := a.login(t)
		if err := a.identity(t, first).MayAdminister(); err != nil {
			t.Errorf("the first log-in: %v", err)
		}
		a.wait(23 * time.Hour)
		tomorrow, err := a.Refresh(t.Context(), first.Refresh, home)
		if err != nil {
			t.Fatal(err)
		}
		a.wait(2 * time.Hour)
		if err := a.identity(t, tomorrow).MayAdminister(); !errors.Is(err, auth.ErrNoFactor) {
			t.Errorf("a day later: %v", err)
		}
		second := a.login(t)
		if err := a.identity(t, second).MayAdminister(); !errors.Is(err, auth.ErrNoFactor) {
			t.Errorf("the second: %v", err)
		}
		a.enrol(t, a.identity(t, second))
		if err := a.identity(t, second).MayAdminister(); err != nil {
			t.Errorf("with an app: %v", err)
		}
	})
}
