package auth_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/validation"
)

// newPlace is a network and a browser that the account was never used from.
func newPlace(i int) auth.RequestDetails { return network(200, i) }

// guessFrom tries passwords from one network until it is refused.
func (a *accounts) guessFrom(t *testing.T, from auth.RequestDetails) {
	t.Helper()
	for range 20 {
		_, err := a.Login(t.Context(), "ada@example.com", "wrong", from)
		if errors.Is(err, auth.ErrTooMany) {
			return
		}
		if !errors.Is(err, auth.ErrCredentials) {
			t.Fatal(err)
		}
	}
	t.Fatal("one network guesses on and on")
}

// TestOneNetworkKeepsNobodyOut: whatever one network tries, for days, refused or not, the
// owner gets in from a place never seen before at the first try.
func TestOneNetworkKeepsNobodyOut(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		offer, _ := a.enrol(t, a.identity(t, a.login(t)))
		for day := range 3 {
			for range 96 { // a try as often as one network may, and ten that are refused
				a.guessFrom(t, elsewhere)
				for range 10 {
					_, _ = a.Login(ctx, "ada@example.com", "wrong", elsewhere)
				}
				a.wait(15 * time.Minute)
			}
			in, err := a.Login(ctx, "ada@example.com", secret, newPlace(day))
			if err != nil || in.Next == nil {
				t.Fatalf("the password on day %d: %v", day, err)
			}
			if _, err := a.SecondStep(ctx, in.Next.Token, codeAt(offer, a.clock()), newPlace(day)); err != nil {
				t.Fatalf("the code on day %d: %v", day, err)
			}
		}
	})
}

// TestOneNetworkKeepsNoCodeOut: somebody who knows the password and tries codes from one
// network, for days, does not keep the owner's code out.
func TestOneNetworkKeepsNoCodeOut(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		a := open(t, db)
		offer, _ := a.enrol(t, a.identity(t, a.login(t)))
		for range 96 {
			a.wait(15 * time.Minute)
			a.guessCodes(t, elsewhere, 7) // the last ones are a moment ago
		}
		if err := a.enter(t, newPlace(0), codeAt(offer, a.clock())); err != nil {
			t.Error(err)
		}
	})
}

// guessCodes tries codes after the right password.
func (a *accounts) guessCodes(t *testing.T, from auth.RequestDetails, times int) {
	t.Helper()
	for range times {
		var invalid validation.Errors
		if err := a.enter(t, from, "000000"); !errors.As(err, &invalid) && !errors.Is(err, auth.ErrTooMany) {
			t.Fatal(err)
		}
	}
}

// enter logs in with the password and the code.
func (a *accounts) enter(t *testing.T, from auth.RequestDetails, code string) error {
	t.Helper()
	in, err := a.Login(t.Context(), "ada@example.com", secret, from)
	if err != nil {
		return fmt.Errorf("the password: %w", err)
	}
	_, err = a.SecondStep(t.Context(), in.Next.Token, code, from)
	return err
}

// TestManyNetworksKeepNobodyOut: while a hundred networks guess without a pause, the owner
// waits for one turn of seconds, and the guesses of others do not move it.
func TestManyNetworksKeepNobodyOut(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		storm := func() {
			for i := range 100 {
				_, _ = a.Login(ctx, "ada@example.com", "wrong", network(7, i))
			}
		}
		storm()
		var wait auth.TooMany
		if _, err := a.Login(ctx, "ada@example.com", secret, newPlace(0)); !errors.As(err, &wait) {
			t.Fatalf("the first try: %v", err)
		}
		if left := wait.Until.Sub(a.clock()); left > 5*time.Second {
			t.Errorf("the owner waits for %v", left)
		}
		storm()
		if _, err := a.Login(ctx, "ada@example.com", secret, newPlace(0)); !errors.Is(err, auth.ErrTooMany) {
			t.Errorf("before the turn: %v", err)
		}
		a.wait(5 * time.Second)
		storm()
		if _, err := a.Login(ctx, "ada@example.com", secret, newPlace(0)); err != nil {
			t.Errorf("at the owner's turn: %v", err)
		}
	})
}

// TestATurnIsTakenOnce: while many networks guess, each turn lets one try through. The tries that are
// refused before it count nowhere: with them the place would wait much longer in the second round.
func TestATurnIsTakenOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		for i := range 40 {
			_, _ = a.Login(ctx, "ada@example.com", "wrong", network(7, i))
		}
		for round := range 4 {
			for i, want := range []error{auth.ErrTooMany, auth.ErrTooMany, auth.ErrTooMany, auth.ErrCredentials} {
				if errors.Is(want, auth.ErrCredentials) {
					a.wait(5 * time.Second)
				}
				if _, err := a.Login(ctx, "ada@example.com", "wrong", newPlace(0)); !errors.Is(err, want) {
					t.Fatalf("round %d, try %d: %v, want %v", round, i, err, want)
				}
			}
		}
	})
}

// TestTheMailedLinkIsAlwaysOpen: no counter closes the link, for password or code, not even
// one of the owner's own network; it works once, has ten tries, and needs password and code.
func TestTheMailedLinkIsAlwaysOpen(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		offer, _ := a.enrol(t, a.identity(t, a.login(t)))
		for i := range 12 { // the right password, and codes from many networks
			a.guessCodes(t, network(7, i), 7)
		}
		a.guessFrom(t, elsewhere)
		token := a.loginLink(t)
		if _, err := a.LoginByLink(ctx, token, "wrong", elsewhere); !errors.Is(err, auth.ErrCredentials) {
			t.Errorf("a wrong password: %v", err)
		}
		in, err := a.LoginByLink(ctx, token, secret, elsewhere)
		if err != nil || in.Next == nil || in.Access != "" {
			t.Fatalf("the right password: %+v, %v", in, err)
		}
		if _, err := a.SecondStep(ctx, in.Next.Token, codeAt(offer, a.clock()), elsewhere); err != nil {
			t.Errorf("the code: %v", err)
		}
		if _, err := a.LoginByLink(ctx, token, secret, elsewhere); !errors.Is(err, auth.ErrLink) {
			t.Errorf("the link again: %v", err)
		}
		token = a.loginLink(t)
		for range 10 {
			_, _ = a.LoginByLink(ctx, token, "wrong", elsewhere)
		}
		if _, err := a.LoginByLink(ctx, token, secret, elsewhere); !errors.Is(err, auth.ErrLink) {
			t.Errorf("the eleventh password: %v", err)
		}
		token = a.loginLink(t)
		a.wait(31 * time.Minute)
		if _, err := a.LoginByLink(ctx, token, secret, elsewhere); !errors.Is(err, auth.ErrLink) {
			t.Errorf("after half an hour: %v", err)
		}
	})
}

// loginLink asks for a link as the owner, and opens the mail.
func (a *accounts) loginLink(t *testing.T) string {
	t.Helper()
	if err := a.MailLoginLink(t.Context(), "ada@example.com"); err != nil {
		t.Fatal(err)
	}
	a.work(t)
	return a.keys.LetterToken(a.last(t, letter.LoginLink{}).Content)
}

// TestARecoveryCodeOpensWhateverOthersTry: what others tried elsewhere closes codes from an
// app, which are short, and no recovery code.
func TestARecoveryCodeOpensWhateverOthersTry(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		a := open(t, db)
		offer, codes := a.enrol(t, a.identity(t, a.login(t)))
		for i := range 12 {
			a.guessCodes(t, network(7, i), 5)
		}
		if err := a.enter(t, newPlace(0), codeAt(offer, a.clock())); !errors.Is(err, auth.ErrTooMany) {
			t.Errorf("the app's code from a new place: %v", err)
		}
		if err := a.enter(t, newPlace(1), codes[0]); err != nil {
			t.Errorf("a recovery code: %v", err)
		}
	})
}

// TestAnotherSessionMovesNoStepUp: whoever holds one session and guesses the password does
// not keep the owner from proving it in another.
func TestAnotherSessionMovesNoStepUp(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		a := open(t, db)
		stolen, own := a.identity(t, a.login(t)), a.identity(t, a.login(t))
		for range 10 {
			_, _ = a.StepUp(t.Context(), stolen, "wrong", "")
		}
		if _, err := a.StepUp(t.Context(), stolen, secret, ""); !errors.Is(err, auth.ErrTooMany) {
			t.Errorf("the stolen session: %v", err)
		}
		if _, err := a.StepUp(t.Context(), own, secret, ""); err != nil {
			t.Errorf("the owner's: %v", err)
		}
	})
}

// TestOneWarningADay: the owner is told of guesses, and not again and again.
func TestOneWarningADay(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		a := open(t, db)
		for range 3 {
			for i := range 40 {
				_, _ = a.Login(t.Context(), "ada@example.com", "wrong", network(7, i))
			}
			a.work(t)
			a.wait(5 * time.Hour)
		}
		told := 0
		for _, sent := range a.letters {
			if sent.Kind() == (letter.ManyFailures{}).Kind() {
				told++
			}
		}
		if told != 1 {
			t.Errorf("told %d times", told)
		}
	})
}

// TestAFullNetworkKeepsNoOwnerOut: where many log-ins of a network failed, whoever uses their account
// from there gets in, and nobody else.
func TestAFullNetworkKeepsNoOwnerOut(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		a.login(t)
		for i := range 100 {
			_, _ = a.Login(ctx, fmt.Sprintf("nobody%d@example.com", i), "wrong", home)
		}
		if _, err := a.Login(ctx, "nobody@example.com", "wrong", home); !errors.Is(err, auth.ErrTooMany) {
			t.Errorf("somebody else: %v", err)
		}
		if _, err := a.Login(ctx, "ada@example.com", secret, home); err != nil {
			t.Errorf("the owner: %v", err)
		}
	})
}

// TestAGoodLogInForgetsTheTries: who mistypes now and then never waits.
func TestAGoodLogInForgetsTheTries(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		for round := range 3 {
			for range 4 {
				if _, err := a.Login(ctx, "ada@example.com", "wrong", home); !errors.Is(err, auth.ErrCredentials) {
					t.Fatalf("round %d: %v", round, err)
				}
			}
			a.login(t)
		}
	})
}

// TestGuessesFromOneNetworkAreTold: ten tries are no typing errors, and move no counter of all networks.
func TestGuessesFromOneNetworkAreTold(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		a := open(t, db)
		for range 10 {
			_, _ = a.Login(t.Context(), "ada@example.com", "wrong", elsewhere)
			a.wait(15 * time.Minute)
		}
		a.work(t)
		a.last(t, letter.ManyFailures{})
	})
}

// TestAKnownPlaceHasFiveCodes: what others tried lets a known place through, and its own tries do not.
func TestAKnownPlaceHasFiveCodes(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		a := open(t, db)
		a.enrol(t, a.identity(t, a.login(t)))
		for i := range 12 {
			a.guessCodes(t, network(7, i), 5)
		}
		a.guessCodes(t, home, 5)
		if err := a.enter(t, home, "000000"); !errors.Is(err, auth.ErrTooMany) {
			t.Errorf("the sixth code: %v", err)
		}
	})
}

// TestOneLogInHasFiveCodes: then it has to begin again, however long one waits between them.
func TestOneLogInHasFiveCodes(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		a := open(t, db)
		offer, _ := a.enrol(t, a.identity(t, a.login(t)))
		in, err := a.Login(t.Context(), "ada@example.com", secret, home)
		if err != nil {
			t.Fatal(err)
		}
		for range 5 {
			_, err := a.SecondStep(t.Context(), in.Next.Token, "000000", home)
			var invalid validation.Errors
			if !errors.As(err, &invalid) {
				t.Fatal(err)
			}
			a.wait(time.Minute)
		}
		_, err = a.SecondStep(t.Context(), in.Next.Token, codeAt(offer, a.clock()), home)
		if !errors.Is(err, auth.ErrLink) {
			t.Errorf("the sixth code: %v", err)
		}
	})
}
