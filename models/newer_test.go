package models_test

import (
	"errors"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// TestNewerDatabaseIsRefused: an older program leaves a database alone that a newer one migrated.
func TestNewerDatabaseIsRefused(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		const newer = "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)"
		if _, err := db.Pool().ExecContext(t.Context(), newer); err != nil {
			t.Fatal(err)
		}
		if err := db.Migrate(t.Context()); !errors.Is(err, models.ErrNewSchema) {
			t.Errorf("got %v", err)
		}
	})
}
