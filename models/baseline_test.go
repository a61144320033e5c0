package models_test

import (
	"context"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// queueCatalogues ask each database for what River keeps in it.
var queueCatalogues = map[models.Dialect][]string{
	models.SQLite: {
		`SELECT sql FROM sqlite_schema WHERE tbl_name LIKE 'river%' AND sql IS NOT NULL ORDER BY tbl_name, name`,
		`SELECT line || ' ' || version FROM river_migration ORDER BY line, version`,
	},
	models.Postgres: {
		`SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || udt_name || coalesce('(' || character_maximum_length || ')', '') ||
			' ' || is_nullable || coalesce(' DEFAULT ' || column_default, '')
		FROM information_schema.columns WHERE table_schema = 'public' AND table_name LIKE 'river%' ORDER BY table_name, ordinal_position`,
		`SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
		WHERE conrelid::regclass::text LIKE 'river%' ORDER BY conrelid::regclass::text, conname`,
		`SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename LIKE 'river%' ORDER BY indexname`,
		`SELECT relname || ' ' || relkind::text || relpersistence::text FROM pg_class WHERE relname LIKE 'river%' ORDER BY relname`,
		`SELECT tgname::text FROM pg_trigger WHERE tgrelid::regclass::text LIKE 'river%' AND NOT tgisinternal`,
		`SELECT pg_get_functiondef(oid) FROM pg_proc WHERE proname LIKE 'river%' ORDER BY proname`,
		`SELECT enumlabel::text FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid WHERE typname LIKE 'river%' ORDER BY typname, enumsortorder`,
		`SELECT line || ' ' || version FROM river_migration ORDER BY line, version`,
	},
}

// TestQueueIsInTheBaseline: the tables of the queue are those that River's own
// migrator makes in an empty database, and it finds nothing left to do.
func TestQueueIsInTheBaseline(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, migrated *models.DB) {
		db := emptyDatabase(t, migrated.Dialect())
		if err := db.MigrateTables(t.Context()); err != nil {
			t.Fatal(err)
		}
		migrator, err := rivermigrate.New(db.QueueDriver(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if result, err := migrator.Validate(t.Context(), nil); err != nil || !result.OK {
			t.Errorf("River misses something: %+v, %v", result, err)
		}
		if result, err := migrator.Migrate(t.Context(), rivermigrate.DirectionUp, nil); err != nil ||
			len(result.Versions) != 0 {
			t.Errorf("River migrated %+v, %v", result, err)
		}
		if diff := cmp.Diff(queueSchema(t, riversOwn(t, db.Dialect())), queueSchema(t, db)); diff != "" {
			t.Error(diff)
		}
	})
}

// riversOwn is a database with nothing in it but what River makes.
func riversOwn(t *testing.T, dialect models.Dialect) *models.DB {
	t.Helper()
	db := emptyDatabase(t, dialect)
	migrator, err := rivermigrate.New(db.QueueDriver(), nil)
	if err == nil {
		_, err = migrator.Migrate(t.Context(), rivermigrate.DirectionUp, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func emptyDatabase(t *testing.T, dialect models.Dialect) *models.DB {
	t.Helper()
	if dialect == models.Postgres {
		db := modelstest.Postgres(t)
		if _, err := db.Pool().Exec("DROP SCHEMA public CASCADE; CREATE SCHEMA public"); err != nil {
			t.Fatal(err)
		}
		return db
	}
	db, err := models.Open(context.Background(), "", filepath.Join(t.TempDir(), "river.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

var notSubstance = regexp.MustCompile(`--[^\n]*|"`)

// queueSchema is the schema without its comments and the way it is set.
func queueSchema(t *testing.T, db *models.DB) []string {
	t.Helper()
	var lines []string
	for _, query := range queueCatalogues[db.Dialect()] {
		for _, line := range column(t, db.Pool(), query) {
			lines = append(lines, strings.Join(strings.Fields(notSubstance.ReplaceAllString(line, "")), " "))
		}
	}
	return lines
}
