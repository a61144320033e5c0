package models_test

import (
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
		for change, undo := range map[string]string{
			`UPDATE goose_db_version SET version_id = -19 WHERE version_id = 19`:            `UPDATE goose_db_version SET version_id = 19 WHERE version_id = -19`,
			`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)`:    `DELETE FROM goose_db_version WHERE version_id = 99999`,
			`UPDATE river_migration SET version = 1002 WHERE line = 'main' AND version = 2`: `UPDATE river_migration SET version = 2 WHERE version = 1002`,
			`UPDATE river_migration SET line = 'other' WHERE line = 'main' AND version = 2`: `UPDATE river_migration SET line = 'main' WHERE line = 'other'`,
		} {
			if err := db.Writer.Exec(change).Error; err != nil {
				t.Fatal(err)
			}
			if done, err := db.IsMigrated(t.Context()); err != nil || done {
				t.Errorf("after %s: %v, %v", change, done, err)
			}
			if err := db.Writer.Exec(undo).Error; err != nil {
				t.Fatal(err)
			}
		}
		if done, err := emptyDatabase(t, db.Dialect()).IsMigrated(t.Context()); done || err == nil {
			t.Errorf("an empty database: %v, %v", done, err)
		}
	})
}
