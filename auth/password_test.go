package auth_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/validation"
)

const better = "a staple in the battery"

func TestReset(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		session := a.login(t)
		offer, _ := a.enrol(t, a.identity(t, session))
		if err := errors.Join(a.Forgot(ctx, "ADA@example.com "), a.Forgot(ctx, "nobody@example.com")); err != nil {
			t.Fatal(err)
		}
		a.work(t)
		sent := a.last(t, letter.ResetPassword{})
		link := a.keys.LetterToken(sent.Content)
		var invalid validation.Errors
		if err := a.ResetPassword(ctx, link, "short", home); !errors.As(err, &invalid) {
			t.Errorf("a short one: %v", err)
		}
		if err := a.ResetPassword(ctx, link, better, home); err != nil {
			t.Fatal(err)
		}
		a.last(t, letter.PasswordChanged{})
		if err := a.ResetPassword(ctx, link, better, home); !errors.Is(err, auth.ErrLink) {
			t.Errorf("twice: %v", err)
		}
		if _, err := a.Authenticate(ctx, session.Access, home); !errors.Is(err, auth.ErrEnded) {
			t.Errorf("a session of before: %v", err)
		}
		if _, err := a.Login(ctx, "ada@example.com", secret, home); !errors.Is(err, auth.ErrCredentials) {
			t.Errorf("the old password: %v", err)
		}
		in, err := a.Login(ctx, "ada@example.com", better, home)
		if err != nil || in.Next == nil {
			t.Fatalf("the second factor still stands? %+v, %v", in, err)
		}
		if _, err := a.SecondStep(ctx, in.Next.Token, codeAt(offer, a.clock()), home); err != nil {
			t.Error(err)
		}
	})
}

// TestMailsAreNotPressed: asking again and again sends a few mails, not many,
// and says nothing of it.
func TestMailsAreNotPressed(t *testing.T) {
	ctx, a := t.Context(), open(t, modelstest.SQLite(t))
	for range 20 {
		if err := a.Forgot(ctx, "ada@example.com"); err != nil {
			t.Fatal(err)
		}
	}
	a.work(t)
	if n := len(a.letters); n != 3 {
		t.Errorf("%d mails", n)
	}
	first, last := a.keys.LetterToken(a.letters[0].Content), a.keys.LetterToken(a.letters[2].Content)
	if err := a.ResetPassword(ctx, last, better, home); err != nil {
		t.Error(err)
	}
	if err := a.ResetPassword(ctx, first, better, home); !errors.Is(err, auth.ErrLink) {
		t.Errorf("the other links: %v", err)
	}
	a.wait(31 * time.Minute)
	if err := a.Forgot(ctx, "ada@example.com"); err != nil {
		t.Fatal(err)
	}
	a.work(t)
	late := a.keys.LetterToken(a.last(t, letter.ResetPassword{}).Content)
	a.wait(31 * time.Minute)
	if err := a.ResetPassword(ctx, late, better, home); !errors.Is(err, auth.ErrLink) {
		t.Errorf("after half an hour: %v", err)
	}
}

func TestResend(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		if err := a.Signup(ctx, "bob@example.com", secret); err != nil {
			t.Fatal(err)
		}
		first := a.last(t, letter.ConfirmAddress{})
		a.letters = nil
		if err := errors.Join(a.Resend(ctx, "bob@example.com"), a.Resend(ctx, "nobody@example.com")); err != nil {
			t.Fatal(err)
		}
		a.work(t)
		if again := a.last(t, letter.ConfirmAddress{}); again != first || len(a.letters) != 1 {
			t.Errorf("%v", a.letters)
		}
		a.wait(25 * time.Hour)
		if err := a.Resend(ctx, "bob@example.com"); err != nil {
			t.Fatal(err)
		}
		a.work(t)
		a.last(t, letter.SignUpAgain{})
		if err := a.Resend(ctx, "ada@example.com"); err != nil {
			t.Fatal(err)
		}
		a.work(t)
		a.last(t, letter.AddressTaken{})
	})
}

func TestChangePassword(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := t.Context(), open(t, db)
		mine, other := a.login(t), a.login(t)
		by := a.identity(t, mine)
		for name, try := range map[string]struct{ current, password, field string }{
			"wrong current": {"wrong", better, "current"}, "short": {secret, "short", "password"},
			"common":      {secret, "passwordpassword", "password"},
			"our name":    {secret, "I love Prokken a lot", "password"},
			"own address": {secret, "example forever and ever", "password"},
			"too long":    {secret, strings.Repeat("ab c", 40), "password"},
		} {
			var invalid validation.Errors
			if _, err := a.ChangePassword(ctx, by, try.current, try.password); !errors.As(err, &invalid) ||
				invalid[try.field] == "" {
				t.Errorf("%s: %v", name, err)
			}
		}
		tokens, err := a.ChangePassword(ctx, by, secret, better)
		if err != nil {
			t.Fatal(err)
		}
		a.last(t, letter.PasswordChanged{})
		a.identity(t, tokens)
		if _, err := a.Authenticate(ctx, other.Access, home); !errors.Is(err, auth.ErrEnded) {
			t.Errorf("another session: %v", err)
		}
		if _, err := a.logIn(ctx, "ada@example.com", better); err != nil {
			t.Error(err)
		}
		longest := []rune(strings.Repeat("Zwölf Boxkämpfer jagen Viktor quer über den Deich 1. ", 3))[:128]
		if _, err := a.ChangePassword(ctx, a.identity(t, tokens), better, string(longest)); err != nil {
			t.Fatalf("128 characters: %v", err)
		}
		if _, err := a.logIn(ctx, "ada@example.com", string(longest[:127])); !errors.Is(err, auth.ErrCredentials) {
			t.Errorf("the longest without its last character: %v", err)
		}
		if _, err := a.logIn(ctx, "ada@example.com", string(longest)); err != nil {
			t.Error(err)
		}
	})
}
