package models_test

import (
	"errors"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// TestIsMigrated: a start on a database that is up to date migrates nothing, and one on a database
// that lacks a migration of the tables or the queue, or has one that is newer, looks closer.
func TestIsMigrated(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		if done, err := db.IsMigrated(t.Context()); err != nil || !done {
			t.Errorf("a migrated database: %v, %v", done, err)
		}
		for _, change := range []string{
			`DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)`,
			`DELETE FROM goose_db_version WHERE version_id = 7`,
			`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)`,
			`DELETE FROM river_migration WHERE version = 2`,
		} {
			err := db.Transaction(t.Context(), func(tx *models.DB) error {
				if err := tx.Writer.Exec(change).Error; err != nil {
					return err
				}
				if done, err := tx.IsMigrated(t.Context()); err != nil || done {
					t.Errorf("after %s: %v, %v", change, done, err)
				}
				return errors.New("roll back")
			})
			if err == nil {
				t.Error("nothing was rolled back")
			}
		}
		if done, err := emptyDatabase(t, db.Dialect()).IsMigrated(t.Context()); done || err == nil {
			t.Errorf("an empty database: %v, %v", done, err)
		}
	})
}
