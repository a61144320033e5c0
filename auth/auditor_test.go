package auth_test

import (
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/validation"
)

// TestAuditor: there is one account, and each audit opens it again.
func TestAuditor(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		a, ctx := open(t, db), t.Context()
		terms := terms(t, db, 2)
		first, old, err := a.Auditor(ctx, terms)
		if err != nil {
			t.Fatal(err)
		}
		in, err := a.Login(ctx, first.Email, old, home)
		if err != nil || in.Next != nil {
			t.Fatalf("%+v, %v", in, err)
		}
		second, password, err := a.Auditor(ctx, terms)
		if err != nil || second.ID != first.ID || password == old {
			t.Errorf("%v, %v", second, err)
		}
		if sessions, err := a.Sessions(ctx, first.ID); err != nil || len(sessions) != 0 {
			t.Errorf("%d sessions are left, %v", len(sessions), err)
		}
		if _, err := a.Login(ctx, first.Email, old, home); !errors.Is(err, auth.ErrCredentials) {
			t.Errorf("the old password: %v", err)
		}
		if agreed, err := consents.AcceptedNumbers(ctx, db, first.ID); err != nil || agreed[terms.PolicyID] != 2 {
			t.Errorf("agreed to %v, %v", agreed, err)
		}
		user, err := users.ByID(ctx, db, first.ID)
		if err != nil || user.Role != users.Member || user.VerifiedAt == nil {
			t.Errorf("%+v, %v", user, err)
		}
	})
}

// TestNobodyIsTheAuditor: nobody signs up with its address, before or after it is
// there, moves to it, or makes it an admin. Disabled it stays so.
func TestNobodyIsTheAuditor(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		a, ctx := open(t, db), t.Context()
		var invalid validation.Errors
		for _, address := range []string{"audit@test.invalid", "Audit@X.Invalid"} {
			if err := a.Signup(ctx, address, secret); !errors.As(err, &invalid) || invalid["email"] == "" {
				t.Errorf("%s signs up: %v", address, err)
			}
			if err := a.CreateAdmin(ctx, address, secret); !errors.As(err, &invalid) {
				t.Errorf("%s is made an admin: %v", address, err)
			}
			if _, err := auth.NormalEmail(address); !errors.As(err, &invalid) {
				t.Errorf("%s subscribes: %v", address, err)
			}
			if err := a.Forgot(ctx, address); !errors.As(err, &invalid) {
				t.Errorf("%s forgot its password: %v", address, err)
			}
		}
		auditor, _, err := a.Auditor(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.CreateAdmin(ctx, "admin@example.com", secret); err != nil {
			t.Fatal(err)
		}
		admin, err := users.ByEmail(ctx, db, "admin@example.com")
		if err != nil {
			t.Fatal(err)
		}
		by := auth.Identity{User: admin, Session: uuid.Nil, From: home}
		if err := a.AskAddress(ctx, by, auditor.Email); !errors.As(err, &invalid) {
			t.Errorf("somebody moves there: %v", err)
		}
		if err := a.GiveRole(ctx, by, auditor.ID); !errors.Is(err, models.ErrConflict) {
			t.Errorf("it became an admin: %v", err)
		}
		if err := a.Disable(ctx, by, auditor.ID); err != nil {
			t.Fatal(err)
		}
		if _, _, err := a.Auditor(ctx); !errors.Is(err, models.ErrConflict) {
			t.Errorf("disabled: %v", err)
		}
	})
}
