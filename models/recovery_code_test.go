package models_test

import (
	"errors"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/credentials"
	"github.com/prokken/prokken/models/modelstest"
)

// TestARecoveryCodeIsUsedOnce, also where two have read it before either used it.
func TestARecoveryCodeIsUsedOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, owner := t.Context(), newAdmin(t, db, "ada@example.com").ID
		code := credentials.RecoveryCode{
			ID: models.NewID(), UserID: owner, Selector: "abcd", Hash: "hash", CreatedAt: models.Now(),
		}
		if err := credentials.ReplaceRecoveryCodes(ctx, db, owner, []credentials.RecoveryCode{code}); err != nil {
			t.Fatal(err)
		}
		for i, want := range []error{nil, models.ErrConflict} {
			if err := credentials.UseRecoveryCode(ctx, db, code.ID, models.Now()); !errors.Is(err, want) {
				t.Errorf("use %d: %v", i+1, err)
			}
		}
	})
}
