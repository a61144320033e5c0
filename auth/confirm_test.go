package auth_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/auth/keys"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/validation"
)

// TestNobodyConfirmsAnothersPassword: with two sign-ups for one address, a link
// works only with the password that was chosen with it.
func TestNobodyConfirmsAnothersPassword(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, a := context.Background(), open(t, db)
		for _, password := range []string{secret, "the attacker's choice"} {
			if err := a.Signup(ctx, "bob@example.com", password); err != nil {
				t.Fatal(err)
			}
		}
		own, foreign := a.keys.LetterToken(a.letters[0].Content), a.keys.LetterToken(a.letters[1].Content)
		if contested, err := a.Contested(ctx, own); err != nil || !contested {
			t.Errorf("contested: %v, %v", contested, err)
		}
		var invalid validation.Errors
		for _, password := range []string{"", secret} {
			if err := a.Verify(ctx, foreign, password, home); !errors.As(err, &invalid) {
				t.Errorf("the attacker's link with %q: %v", password, err)
			}
		}
		if err := a.Verify(ctx, own, secret, home); err != nil {
			t.Fatal(err)
		}
		if err := a.Verify(ctx, foreign, "the attacker's choice", home); !errors.Is(err, auth.ErrLink) {
			t.Errorf("afterwards: %v", err)
		}
		if _, err := a.logIn(ctx, "bob@example.com", secret); err != nil {
			t.Error(err)
		}
	})
}

// TestFirstAdminLinkEndsWithTheFirstAdmin, however that one was made.
func TestFirstAdminLinkEndsWithTheFirstAdmin(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := context.Background()
		ring, err := keys.New(strings.Repeat("s", 32))
		if err != nil {
			t.Fatal(err)
		}
		a := auth.New(db, ring, auth.Settings{})
		old, err := a.FirstAdminLink(ctx)
		if err != nil || old == "" {
			t.Fatalf("%q, %v", old, err)
		}
		link, err := a.FirstAdminLink(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.CreateFirstAdmin(ctx, old, "eve@example.com", secret); !errors.Is(err, auth.ErrLink) {
			t.Errorf("an older link: %v", err)
		}
		if err := a.CreateAdmin(ctx, "ada@example.com", secret); err != nil {
			t.Fatal(err)
		}
		if err := a.CreateFirstAdmin(ctx, link, "eve@example.com", secret); !errors.Is(err, auth.ErrLink) {
			t.Errorf("after the first admin: %v", err)
		}
		if link, err = a.FirstAdminLink(ctx); link != "" || err != nil {
			t.Errorf("another link: %q, %v", link, err)
		}
	})
}
