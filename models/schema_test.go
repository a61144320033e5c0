package models_test

import (
	"database/sql"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/program"
)

var update = flag.Bool("update", false, "write the golden schema anew")

// catalogues ask each database what it holds, River's own tables aside.
var catalogues = map[models.Dialect][]string{
	models.SQLite: {`SELECT sql FROM sqlite_schema
		WHERE sql IS NOT NULL AND tbl_name NOT LIKE 'river%' AND tbl_name NOT LIKE 'goose%' AND tbl_name NOT LIKE 'sqlite%' ORDER BY tbl_name, name`},
	models.Postgres: {
		`SELECT table_name || '.' || column_name || ' ' || data_type || coalesce('(' || datetime_precision || ')', '') ||
			CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END || coalesce(' DEFAULT ' || column_default, '')
		FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'river%' AND table_name NOT LIKE 'goose%'
		ORDER BY table_name, ordinal_position`,
		`SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
		WHERE connamespace = 'public'::regnamespace AND contype <> 'n' AND conrelid::regclass::text !~ '^(river|goose)' AND conrelid <> 0
		ORDER BY conrelid::regclass::text, pg_get_constraintdef(oid)`,
		`SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename !~ '^(river|goose)' ORDER BY indexname`,
		`SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text !~ '^(river|goose)' ORDER BY tgname`,
	},
}

// TestSchema compares what the migrations make with the golden schema: a change
// of the schema shows in the diff. `go test ./models -update` writes it anew.
func TestSchema(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		var lines []string
		for _, query := range catalogues[db.Dialect()] {
			lines = append(lines, column(t, db.Pool(), query)...)
		}
		got := strings.Join(lines, "\n") + "\n"
		file := fmt.Sprintf("testdata/schema.%s.golden", db.Dialect())
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Error(diff)
		}
	})
}

func column(t *testing.T, pool *sql.DB, query string) []string {
	t.Helper()
	rows, err := pool.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var values []string
	for rows.Next() {
		var value string
		if err := rows.Scan(&value); err != nil {
			t.Fatal(err)
		}
		values = append(values, value)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return values
}

// TestStructsFitTheTables reads every table through its struct: a field without
// a column, or a column without a field, fails.
func TestStructsFitTheTables(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		if err := checkStructs(t.Context(), db); err != nil {
			t.Error(err)
		}
	})
}

// TestPublishedVersionsNeverChange: the database itself refuses.
func TestPublishedVersionsNeverChange(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := t.Context()
		site, err := sites.EnsureOwn(ctx, db, "https://prokken.com")
		if err != nil {
			t.Fatal(err)
		}
		now, day := models.Now(), "2026-04-16"
		p := &policies.Policy{ID: models.NewID(), SiteID: site.ID, Slug: "x"}
		err = policies.Create(ctx, db, p, &policies.Version{
			ID: models.NewID(), Number: new(int64(1)), State: policies.Published, Document: "{}", PublishedOn: &day,
			PublishedAt: &now, EffectiveAt: &now, Record: "{}",
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range []string{
			"UPDATE policy_versions SET document = '[]'", "UPDATE policy_versions SET state = 'draft'",
			"DELETE FROM policy_versions",
		} {
			_, err := db.Pool().ExecContext(ctx, change)
			isRefused := err != nil && strings.Contains(err.Error(), "never changes")
			if isRefused != program.VersionsReadable {
				t.Errorf("%s: %v", change, err)
			}
		}
	})
}
