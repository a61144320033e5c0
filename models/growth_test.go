package models_test

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/sessions"
	"github.com/prokken/prokken/models/throttles"
	"github.com/prokken/prokken/models/users"
)

// wholeTable is a step of a plan that reads a table from end to end.
var wholeTable = regexp.MustCompile(`^SCAN (users|sessions|flows|throttles|billing_customers|subscriptions|checkouts|u|invoices|purchases|charges|billing_[a-z]+|stripe_events|grants|usages|audits|audit_screenshots)( USING INDEX sqlite_autoindex.*)?$`)

// TestFiltersHaveAnIndex: what the back office filters by, and what the hourly work deletes by, reads no
// table from end to end.
func TestFiltersHaveAnIndex(t *testing.T) {
	file := modelstest.SQLite(t)
	db, asked := modelstest.Record(file)
	ctx, now := t.Context(), models.Now()
	for name, ask := range map[string]func() error{
		"search": func() error { _, err := users.List(ctx, db, users.Filter{Search: "ada"}, 50); return err },
		"page of search": func() error {
			_, err := users.List(ctx, db, users.Filter{Search: "a", Before: models.NewID()}, 50)
			return err
		},
		"disabled": func() error { _, err := users.List(ctx, db, users.Filter{State: users.Disabled}, 50); return err },
		"found disabled": func() error {
			_, err := users.List(ctx, db, users.Filter{State: users.Disabled, Search: "a"}, 50)
			return err
		},
		"unconfirmed": func() error { _, err := users.List(ctx, db, users.Filter{State: users.Unconfirmed}, 50); return err },
		"leaving":     func() error { _, err := users.List(ctx, db, users.Filter{State: users.Leaving}, 50); return err },
		"bounced":     func() error { _, err := users.List(ctx, db, users.Filter{State: users.Bounced}, 50); return err },
		"admins":      func() error { _, err := users.List(ctx, db, users.Filter{State: users.Admins}, 50); return err },
		"any admin":   func() error { _, err := users.HasAdmin(ctx, db); return err },
		"customers": func() error {
			_, err := payments.SearchCustomers(ctx, db, payments.CustomerFilter{Search: "cus_1"}, 50)
			return err
		},
		"in trouble":      func() error { _, err := payments.CustomersInTrouble(ctx, db, 50); return err },
		"unpaid":          func() error { _, err := payments.UnpaidSubscriptions(ctx, db, 50); return err },
		"stuck checkouts": func() error { _, err := payments.StuckCheckouts(ctx, db, now, 50); return err },
		"trialing":        func() error { _, err := payments.Trialing(ctx, db, now); return err },
		"lost":            func() error { _, err := payments.LostBetween(ctx, db, now, now); return err },
		"old sessions":    func() error { return sessions.DeleteOld(ctx, db, now) },
		"old links":       func() error { return flows.DeleteOld(ctx, db, now) },
		"old attempts":    func() error { return throttles.DeleteOld(ctx, db, now) },
		"old payments":    func() error { return payments.DeleteRecords(ctx, db, now) },
		"old bounces":     func() error { return users.ForgetOldBounces(ctx, db, now) },
		"old log-ins":     func() error { return audits.ForgetLogins(ctx, db, now) },
		"old audits":      func() error { return audits.DeleteOld(ctx, db, now) },
		"own audits":      func() error { return audits.Tidy(ctx, db, models.SiteID{}, now, 1) },
		"lost audits":     func() error { return audits.GiveUp(ctx, db, now, now, "") },
	} {
		asked.Take()
		if err := ask(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, statement := range asked.Take() {
			for _, step := range plan(t, file, statement) {
				if wholeTable.MatchString(step) {
					t.Errorf("%s: %s in\n%s", name, step, statement)
				}
			}
		}
	}
}

// plan is how SQLite answers a statement.
func plan(t *testing.T, db *models.DB, statement string) (steps []string) {
	t.Helper()
	if !strings.Contains(statement, " ") || strings.HasPrefix(statement, "SAVEPOINT") {
		return nil // of a transaction
	}
	values := make([]any, strings.Count(statement, "?"))
	for i := range values {
		values[i] = 1
	}
	rows, err := db.Pools()["admin"].Query("EXPLAIN QUERY PLAN "+statement, values...)
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, step)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return steps
}

// TestDeletionsGoInSteps: others write between them, and one whose context ends stops.
func TestDeletionsGoInSteps(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, plain *models.DB) {
		db, asked := modelstest.Record(plain)
		long := models.Now().AddDate(-1, 0, 0)
		for i := range 2*models.StepRows + 1 {
			row := throttles.Throttle{Key: fmt.Sprint(i), UpdatedAt: long, BlockedUntil: long}
			if err := db.Writer.Create(&row).Error; err != nil {
				t.Fatal(err)
			}
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if err := throttles.DeleteOld(ended, db, models.Now()); err == nil {
			t.Error("it did not stop")
		}
		asked.Take()
		if err := throttles.DeleteOld(t.Context(), db, models.Now()); err != nil {
			t.Fatal(err)
		}
		if n := len(asked.Take()); n != 3 {
			t.Errorf("%d statements", n)
		}
		var left int64
		if err := plain.Reader.Table("throttles").Count(&left).Error; err != nil || left != 0 {
			t.Errorf("%d left, %v", left, err)
		}
	})
}

// TestBackOfficeReadsBesideOthers: neither waits where all connections of the other are taken.
func TestBackOfficeReadsBesideOthers(t *testing.T) {
	db := modelstest.SQLite(t)
	for taken, other := range map[string]*models.DB{"readers": db.ForAdmin(), "admin": db} {
		t.Run(taken, func(t *testing.T) {
			takeAll(t, db.Pools()[taken])
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			if _, err := users.List(ctx, other, users.Filter{}, 1); err != nil {
				t.Errorf("while %s are taken: %v", taken, err)
			}
		})
	}
}

// takeAll takes all connections of a pool until the test ends.
func takeAll(t *testing.T, pool *sql.DB) {
	t.Helper()
	for range pool.Stats().MaxOpenConnections {
		conn, err := pool.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() })
	}
}

// TestReferencesHaveAnIndex: whatever refers to what hourly work deletes is found without reading its table.
func TestReferencesHaveAnIndex(t *testing.T) {
	missing := column(t, modelstest.Postgres(t).Pool(), `SELECT conrelid::regclass || '.' || attname FROM pg_constraint
		JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
		WHERE contype = 'f' AND confrelid IN ('users'::regclass, 'audits'::regclass, 'billing_customers'::regclass, 'subscriptions'::regclass)
			AND NOT EXISTS (SELECT 1 FROM pg_index WHERE indrelid = conrelid AND indkey[0] = conkey[1]) ORDER BY 1`)
	if len(missing) > 0 {
		t.Errorf("without an index: %v", missing)
	}
}
