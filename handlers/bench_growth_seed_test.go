package handlers_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
)

// How much a grown database holds.
const (
	grownUsers     = 1_000_000
	grownSessions  = 1_000_000
	grownCustomers = 200_000 // each with a subscription
	grownEvents    = 200_000
	grownVersions  = 10_000
)

// grow fills the database in SQL, and lets the server read what it has to know of it.
func (s *site) grow(b *testing.B) {
	b.Helper()
	ctx := context.Background()
	for _, seed := range seeds {
		step := max(seed.rows/20, 1) // SQLite keeps in memory what it would take back
		for first := 0; first < seed.rows; first += step {
			statement := translateSeed(s.db.Dialect(), seed.statement(first, min(first+step, seed.rows)))
			if _, err := s.db.Pool().ExecContext(ctx, statement); err != nil {
				b.Fatalf("%s: %v", statement, err)
			}
		}
	}
	if s.db.Dialect() == models.Postgres { // as its own housekeeping does
		if _, err := s.db.Pool().ExecContext(ctx, "VACUUM ANALYZE"); err != nil {
			b.Fatal(err)
		}
	}
	if err := s.library.Reload(ctx); err != nil {
		b.Fatal(err)
	}
}

// seed fills a table with what is selected for each number n up to that of the rows.
type seed struct {
	rows                 int
	into, selected, from string
}

func (s seed) statement(first, last int) string {
	return fmt.Sprintf("INSERT INTO %s WITH RECURSIVE numbers (n) AS (SELECT %d UNION ALL SELECT n + 1 FROM numbers WHERE n < %d) SELECT %s FROM numbers%s",
		s.into, first+1, last, s.selected, s.from)
}

// seeds fill a database, each table after those that it refers to. ID is the number as an id, AGO(x) the time
// so many seconds ago.
var seeds = []seed{
	{grownUsers, "users (id, email, password_hash, role, verified_at, disabled_at, erase_after, bounced_at, created_at, updated_at)", `
		ID, 'user' || n || '@' || CASE n % 10 WHEN 0 THEN 'example.com' ELSE 'd' || (n % 1000) || '.example' END, 'x', 'member',
		CASE WHEN n % 200 <> 0 THEN NOW END, CASE WHEN n % 500 = 1 THEN NOW END, CASE WHEN n % 5000 = 2 THEN LATER END,
		CASE WHEN n % 1000 = 3 THEN NOW END, NOW, NOW`, ""},
	{grownSessions, "sessions (id, user_id, counter, confirmed_counter, idle_expires_at, absolute_expires_at, user_agent, created_at)", `
		ID, ID, 0, 0, CASE n % 50 WHEN 0 THEN LONGAGO ELSE LATER END, CASE n % 50 WHEN 0 THEN LONGAGO ELSE LATER END, 'A browser', LONGAGO`, ""},
	{grownCustomers, "billing_customers (id, user_id, stripe_id, dirty_seq, synced_seq, synced_at, failures, counted, created_at)", `
		ID, ID, 'cus_' || n, 1, 1, NOW, CASE n % 1000 WHEN 0 THEN 1 ELSE 0 END, TRUE, NOW`, ""},
	{grownCustomers, `subscriptions (id, customer_id, plan_id, status, amount, currency, interval, cancel_at_period_end, current_period_end, started_at,
		trial_ends_at, ended_at, updated_at)`, `
		'sub_' || n, ID, 'starter', CASE WHEN n % 5 = 0 THEN 'canceled' WHEN n % 100 = 1 THEN 'past_due' WHEN n % 50 = 2 THEN 'trialing' ELSE 'active' END,
		900 + n % 7, CASE n % 9 WHEN 0 THEN 'eur' ELSE 'usd' END, CASE n % 7 WHEN 0 THEN 'year' ELSE 'month' END, FALSE, LATER, AGO(2592000 + n * 300),
		CASE WHEN n % 50 = 2 THEN LATER END, CASE WHEN n % 5 = 0 THEN AGO(864000 + n * 300) END, NOW`, ""},
	{
		1, "subscription_rates (subscription_id, since, amount, interval)",
		"s.id, s.started_at, s.amount, s.interval", ", subscriptions AS s WHERE s.status <> 'trialing'",
	},
	{
		1, "billing_movements (customer_id, currency, moved_at, yearly, paying)",
		"s.customer_id, s.currency, s.started_at, s.amount * CASE s.interval WHEN 'year' THEN 1 ELSE 12 END, 1", ", subscriptions AS s WHERE s.status <> 'trialing'",
	},
	{
		1, "billing_movements (customer_id, currency, moved_at, yearly, paying)",
		"s.customer_id, s.currency, s.ended_at, -s.amount * CASE s.interval WHEN 'year' THEN 1 ELSE 12 END, -1", ", subscriptions AS s WHERE s.ended_at IS NOT NULL",
	},
	{
		1, "billing_days (currency, day, yearly, paying, lost)", "m.currency, substr(CAST(m.moved_at AS text), 1, 10), sum(m.yearly), sum(m.paying), 0",
		", billing_movements AS m GROUP BY m.currency, substr(CAST(m.moved_at AS text), 1, 10)",
	},
	{grownEvents, "stripe_events (id, kind, customer, api_version, received_at)", "'evt_' || n, 'invoice.paid', 'cus_' || n, 'x', AGO(n * 4)", ""},
	{grownCustomers, "activity_entries (id, actor_id, action, created_at)", "ID, ID, 'login', NOW", ""},
	{
		grownVersions, `policy_versions (id, policy_id, number, state, document, record, sha256, summary, published_on, published_at, created_at,
		updated_at, effective_at, materiality)`, `
		ID, v.policy_id, v.number + n, 'published', v.document, v.record, v.sha256, 'One of many.', v.published_on, v.published_at,
		v.created_at, v.updated_at, v.effective_at, 'notify'`,
		", policy_versions AS v JOIN policies AS p ON p.id = v.policy_id WHERE p.slug = 'terms' AND v.number = 1",
	},
}

var seededTime = regexp.MustCompile(`AGO\(([^)]*)\)`)

// translateSeed puts the words of the database in the place of ID, AGO(seconds), NOW, LATER and LONGAGO.
func translateSeed(dialect models.Dialect, statement string) string {
	id, ago, of := "printf('01900000-0000-7000-8000-%012x', n)", "strftime('%Y-%m-%d %H:%M:%f', 'now', '-' || ($1) || ' seconds')", "'%s'"
	if dialect == models.Postgres {
		id, ago, of = "('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid", "now() - interval '1 second' * ($1)", "'%sZ'::timestamptz"
	}
	at := func(years, months int) string {
		return fmt.Sprintf(of, models.Now().AddDate(years, months, 0).Format("2006-01-02 15:04:05.000"))
	}
	return strings.NewReplacer("ID,", id+",", "LONGAGO", at(-1, 0), "NOW", at(0, 0), "LATER", at(0, 1)).
		Replace(seededTime.ReplaceAllString(statement, ago))
}
