package hosting_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/proposals"
	"github.com/prokken/prokken/models/sites"
)

// BenchmarkGrowth is what sites cost where there are many: picking those that are due of 100,000,
// and all that the list of an owner with 1,000 of them reads.
func BenchmarkGrowth(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *models.DB{"sqlite": modelstest.SQLite, "postgres": modelstest.Postgres} {
		b.Run(name, func(b *testing.B) {
			db := open(b)
			owner := seed(b, db, 100_000, 1_000)
			b.Run("due", func(b *testing.B) {
				for b.Loop() {
					if due, err := sites.DueAudits(b.Context(), db, time.Now(), 20); err != nil || len(due) != 20 {
						b.Fatalf("%d, %v", len(due), err)
					}
				}
			})
			b.Run("list", func(b *testing.B) {
				for b.Loop() {
					readList(b, db, owner)
				}
			})
		})
	}
}

// readList reads what the list of a member's sites shows.
func readList(b *testing.B, db *models.DB, owner models.SiteID) {
	b.Helper()
	ctx := b.Context()
	all, err := sites.ListOf(ctx, db, owner.UUID)
	if err != nil || len(all) != 1_000 {
		b.Fatalf("%d sites, %v", len(all), err)
	}
	if _, err := sites.HostsOf(ctx, db, all); err != nil {
		b.Fatal(err)
	}
	if _, err := proposals.CountOpen(ctx, db, owner.UUID); err != nil {
		b.Fatal(err)
	}
	if _, err := policies.NewestNumbersOf(ctx, db, owner.UUID, "cookie-policy"); err != nil {
		b.Fatal(err)
	}
}

// seed makes so many sites, each due at another second of a day, of which the first ones belong to
// one user, whose id is returned.
func seed(b *testing.B, db *models.DB, n, owned int) models.SiteID {
	b.Helper()
	owner := models.NewSiteID()
	id := "substr(hex, 1, 8) || '-' || substr(hex, 9, 4) || '-' || substr(hex, 13, 4) || '-' || substr(hex, 17, 4) || '-' || substr(hex, 21, 12)"
	hex, due, cast := "printf('%032x', n)", "strftime('%Y-%m-%d %H:%M:%f', 'now', (n - 1000) || ' seconds')", ""
	if db.Dialect() == models.Postgres {
		hex, due, cast = "lpad(to_hex(n), 32, '0')", "now() + (n - 1000) * interval '1 second'", "::uuid"
	}
	now := "CURRENT_TIMESTAMP"
	numbers := fmt.Sprintf("WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %d), ids AS (SELECT n, %s AS hex FROM numbers) ", n, hex)
	for _, statement := range []string{
		fmt.Sprintf("INSERT INTO users (id, email, password_hash, role, created_at, updated_at) VALUES ('%s', 'many@example.com', 'x', 'member', %s, %s)", owner, now, now),
		numbers + "INSERT INTO sites (id, slug, kind, address, created_at, next_audit_at) SELECT (" + id + ")" + cast +
			", 's' || n, 'customer', 'https://s' || n || '.example', " + now + ", " + due + " FROM ids",
		numbers + "INSERT INTO site_hosts (site_id, host, token, created_at) SELECT (" + id + ")" + cast + ", 's' || n || '.example', 't', " + now + " FROM ids",
		numbers + fmt.Sprintf("INSERT INTO memberships (site_id, user_id, role, created_at) SELECT (%s)%s, '%s'%s, 'owner', %s FROM ids WHERE n <= %d", id, cast, owner, cast, now, owned),
	} {
		if _, err := db.Pool().ExecContext(b.Context(), statement); err != nil {
			b.Fatalf("%s: %v", statement, err)
		}
	}
	return owner
}
