package auth_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/program"
)

// TestBounces: a mark belongs to the address. It goes when a mail gets through and with a change
// of address; nothing is stored of an address without an account.
func TestBounces(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		a, ctx := open(t, db), t.Context()
		marked := func() int { return a.count(t, "users WHERE bounced_at IS NOT NULL") }
		ada, err := users.ByEmail(ctx, db, "ada@example.com")
		if err != nil {
			t.Fatal(err)
		}
		mark := func(address string, want int) {
			t.Helper()
			if err := a.MarkBounced(ctx, address); err != nil || marked() != want {
				t.Fatalf("%s: %d marks, %v", address, marked(), err)
			}
		}
		mark("nobody@example.com", 0)
		mark(ada.Email, 1)
		if err := a.ClearBounced(ctx, "nobody@example.com"); err != nil || marked() != 1 {
			t.Errorf("%d marks, %v", marked(), err)
		}
		if err := a.ClearBounced(ctx, ada.Email); err != nil || marked() != 0 {
			t.Errorf("after a mail that got through: %d marks, %v", marked(), err)
		}
		mark(ada.Email, 1)
		if err := users.SetEmail(ctx, db, ada.ID, ada.Email, "new@example.com"); err != nil || marked() != 0 {
			t.Errorf("after a change of address: %d marks, %v", marked(), err)
		}
		mark(ada.Email, 0)
	})
}

// TestBounceIsErased with the account.
func TestBounceIsErased(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		a, ctx := open(t, db), t.Context()
		if err := a.AskDeletion(ctx, a.identity(t, a.member(t, "bob@example.com"))); err != nil {
			t.Fatal(err)
		}
		if err := a.MarkBounced(ctx, "bob@example.com"); err != nil || a.count(t, "users WHERE bounced_at IS NOT NULL") != 1 {
			t.Fatal(err)
		}
		a.wait(program.DeletionDelay + time.Second)
		if err := a.EraseDue(ctx, func(context.Context, uuid.UUID) error { return nil }); err != nil {
			t.Fatal(err)
		}
		if n := a.count(t, "users WHERE bounced_at IS NOT NULL"); n != 0 {
			t.Errorf("%d marks are left", n)
		}
	})
}
