package auth_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/validation"
)

// What someone who got into an account can do to keep it, and how its owner
// gets it back.

// move changes the address through both mails.
func (a *accounts) move(t *testing.T, tokens auth.Tokens, to string) {
	t.Helper()
	if err := a.askAddress(t, a.identity(t, tokens), to); err != nil {
		t.Fatal(err)
	}
	if err := a.ConfirmAddress(t.Context(), a.link(t, letter.ConfirmNewAddress{}), elsewhere); err != nil {
		t.Fatal(err)
	}
}

// TestSignUpDoesNotBlockTheWayBack: nor does it block a change of address.
func TestSignUpDoesNotBlockTheWayBack(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		tokens := a.member(t, "bob@example.com")
		if err := a.Signup(ctx, "new@example.com", secret); err != nil {
			t.Fatal(err)
		}
		stale := a.link(t, letter.ConfirmAddress{})
		a.move(t, tokens, "new@example.com")
		if err := a.Verify(ctx, stale, secret, elsewhere); !errors.Is(err, auth.ErrLink) {
			t.Errorf("a sign-up that made way: %v", err)
		}
		if err := a.Signup(ctx, "bob@example.com", secret); err != nil {
			t.Fatal(err)
		}
		if err := a.UndoAddress(ctx, a.link(t, letter.AddressChanged{}), home); err != nil {
			t.Errorf("the way back: %v", err)
		}
	})
}

// TestOldestAddressWins: the thief's own way back does not close the owner's.
func TestOldestAddressWins(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		tokens := a.member(t, "bob@example.com")
		a.move(t, tokens, "eve1@example.com")
		owners := a.link(t, letter.AddressChanged{})
		time.Sleep(2 * time.Millisecond) // ids sort by the millisecond
		a.move(t, tokens, "eve2@example.com")
		if err := a.UndoAddress(ctx, a.link(t, letter.AddressChanged{}), elsewhere); err != nil {
			t.Fatal(err)
		}
		if err := a.UndoAddress(ctx, owners, home); err != nil {
			t.Fatalf("the owner's: %v", err)
		}
		if reset := a.last(t, letter.ResetPassword{}); reset.To != "bob@example.com" {
			t.Errorf("the reset went to %s", reset.To)
		}
	})
}

// TestUndoTakesADeletionBack, which the thief asked for.
func TestUndoTakesADeletionBack(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		tokens := a.member(t, "bob@example.com")
		a.move(t, tokens, "eve@example.com")
		if err := a.AskDeletion(ctx, a.identity(t, tokens)); err != nil {
			t.Fatal(err)
		}
		if err := a.UndoAddress(ctx, a.link(t, letter.AddressChanged{}), home); err != nil {
			t.Fatal(err)
		}
		if bob, err := users.ByEmail(ctx, db, "bob@example.com"); err != nil || bob.EraseAfter != nil {
			t.Errorf("%+v, %v", bob, err)
		}
	})
}

// TestItWasNotMe: the factor that the mail tells of goes; those of before stay.
func TestItWasNotMe(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		by := a.identity(t, a.member(t, "bob@example.com"))
		a.enrol(t, by)
		thiefs := a.link(t, letter.FactorChanged{})
		if err := a.EndEverything(ctx, thiefs, home); err != nil {
			t.Fatal(err)
		}
		if f, err := a.Factors(ctx, by.User.ID); err != nil || f.Any() {
			t.Errorf("the thief's app: %+v, %v", f, err)
		}
		again, err := a.logIn(ctx, "bob@example.com", secret)
		if err != nil {
			t.Fatal(err)
		}
		a.enrol(t, a.identity(t, again))
		a.wait(time.Hour)
		for range 31 {
			_, _ = a.Login(ctx, "bob@example.com", "wrong", elsewhere)
			a.wait(16 * time.Minute)
		}
		a.work(t)
		if err := a.EndEverything(ctx, a.link(t, letter.ManyFailures{}), home); err != nil {
			t.Fatal(err)
		}
		if f, err := a.Factors(ctx, by.User.ID); err != nil || !f.TOTP {
			t.Errorf("whoever reads the mail alone: %+v, %v", f, err)
		}
	})
}

// TestLaterSignUpsAskForTheirPassword: a stranger's does not pass for the owner's.
func TestLaterSignUpsAskForTheirPassword(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		if err := a.Signup(ctx, "bob@example.com", secret); err != nil {
			t.Fatal(err)
		}
		a.wait(25 * time.Hour)
		if err := a.Signup(ctx, "bob@example.com", "the attacker's choice"); err != nil {
			t.Fatal(err)
		}
		link := a.link(t, letter.ConfirmAddress{})
		if contested, err := a.Contested(ctx, link); err != nil || !contested {
			t.Errorf("%v, %v", contested, err)
		}
		var invalid validation.Errors
		if err := a.Verify(ctx, link, secret, home); !errors.As(err, &invalid) {
			t.Errorf("%v", err)
		}
	})
}

// TestSignUpIsNoMailBomb, for new addresses and for those that have an account.
func TestSignUpIsNoMailBomb(t *testing.T) {
	ctx, a := t.Context(), open(t, modelstest.SQLite(t))
	for _, email := range []string{"ada@example.com", "bob@example.com"} {
		before := len(a.letters)
		for range 10 {
			if err := a.Signup(ctx, email, secret); err != nil {
				t.Fatal(err)
			}
		}
		if n := len(a.letters) - before; n != 3 {
			t.Errorf("%s got %d mails", email, n)
		}
	}
}

// TestAskingForAnAddressTellsNothing: the answer, and what becomes of an earlier
// link, are the same whether the address has an account or not.
func TestAskingForAnAddressTellsNothing(t *testing.T) {
	ctx, a := t.Context(), open(t, modelstest.SQLite(t))
	by := a.identity(t, a.member(t, "bob@example.com"))
	for _, probe := range []string{"ada@example.com", "nobody@example.com"} {
		if err := a.askAddress(t, by, "own@example.com"); err != nil {
			t.Fatal(err)
		}
		own := a.link(t, letter.ConfirmNewAddress{})
		a.wait(time.Hour)
		if err := a.askAddress(t, by, probe); err != nil {
			t.Fatal(err)
		}
		if err := a.CheckLink(ctx, own, flows.ChangeAddress); !errors.Is(err, auth.ErrLink) {
			t.Errorf("after asking for %s: %v", probe, err)
		}
		a.wait(time.Hour)
	}
}

// TestResetEndsTheWait: whoever forgot the password tried it a few times first.
func TestResetEndsTheWait(t *testing.T) {
	ctx, a := t.Context(), open(t, modelstest.SQLite(t))
	for range 6 {
		_, _ = a.Login(ctx, "ada@example.com", "wrong", home)
	}
	if err := a.Forgot(ctx, "ada@example.com"); err != nil {
		t.Fatal(err)
	}
	a.work(t)
	if err := a.ResetPassword(ctx, a.link(t, letter.ResetPassword{}), better, home); err != nil {
		t.Fatal(err)
	}
	if _, err := a.logIn(ctx, "ada@example.com", better); err != nil {
		t.Error(err)
	}
}

// TestLostSecret: without it an app's codes do not work, and a new one can be
// set up; nothing breaks.
func TestLostSecret(t *testing.T) {
	ctx, a := t.Context(), open(t, modelstest.SQLite(t))
	offer, codes := a.enrol(t, a.identity(t, a.login(t)))
	bob := a.member(t, "bob@example.com")
	if _, err := a.OfferTOTP(ctx, a.identity(t, bob)); err != nil {
		t.Fatal(err)
	}
	lost := a.withSecrets(t, newSecret)
	if err := lost.ResealSecrets(ctx); err != nil {
		t.Fatal(err)
	}
	in, err := lost.Login(ctx, "ada@example.com", secret, home)
	if err != nil {
		t.Fatal(err)
	}
	var invalid validation.Errors
	if _, err := lost.SecondStep(ctx, in.Next.Token, codeAt(offer, lost.clock()), home); !errors.As(err, &invalid) {
		t.Errorf("the app's code: %v", err)
	}
	if _, err := lost.SecondStep(ctx, in.Next.Token, strings.ToLower(codes[0]), home); err != nil {
		t.Errorf("a recovery code: %v", err)
	}
	again, err := lost.logIn(ctx, "bob@example.com", secret)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lost.OfferTOTP(ctx, lost.identity(t, again)); err != nil {
		t.Error(err)
	}
}

// TestStaleLetters: a link that does not work any more is not mailed.
func TestStaleLetters(t *testing.T) {
	ctx, a := t.Context(), open(t, modelstest.SQLite(t))
	if err := a.Signup(ctx, "bob@example.com", secret); err != nil {
		t.Fatal(err)
	}
	letter := a.last(t, letter.ConfirmAddress{})
	if stale, err := a.IsStale(ctx, letter); err != nil || stale {
		t.Errorf("fresh: %v, %v", stale, err)
	}
	a.wait(25 * time.Hour)
	if stale, err := a.IsStale(ctx, letter); err != nil || !stale {
		t.Errorf("a day later: %v, %v", stale, err)
	}
}
