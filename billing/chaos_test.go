package billing_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// deliveryMode is a way in which webhooks come, and how many instances take them.
type deliveryMode struct {
	name      string
	instances int
	emulator.Switches
}

var deliveryModes = []deliveryMode{
	{"shuffled", 1, emulator.Switches{Shuffle: true}},
	{"tripled", 1, emulator.Switches{Duplicate: 2}},
	{"dropped", 1, emulator.Switches{Drop: 0.5}},
	{"delayed", 1, emulator.Switches{DelayMS: 40}},
	{"two instances", 2, emulator.Switches{}},
}

// TestChaos: after any history the copy is what Stripe says, whatever became of
// the webhooks. PROKKEN_CHAOS_HISTORIES says how many histories there are of each
// delivery mode (200 take some minutes), PROKKEN_CHAOS_SEED does one again.
func TestChaos(t *testing.T) {
	t.Parallel()
	for _, how := range deliveryModes {
		t.Run(
			how.name,
			func(t *testing.T) { eachHistory(t, 12, 8, func(t *testing.T, seed uint64) { chaos(t, seed, how) }) },
		)
	}
}

// eachHistory runs the test with so many seeds, always the same, some of them at once: most of
// them wait.
func eachHistory(t *testing.T, many, atOnce uint64, test func(t *testing.T, seed uint64)) {
	t.Helper()
	first := uint64(1)
	if typed := os.Getenv("PROKKEN_CHAOS_HISTORIES"); typed != "" {
		many = numberOf(t, typed)
	}
	if typed := os.Getenv("PROKKEN_CHAOS_SEED"); typed != "" {
		first, many = numberOf(t, typed), 1
	}
	seeds := make(chan uint64)
	var rows sync.WaitGroup
	for range min(atOnce, many) {
		rows.Go(func() {
			for seed := range seeds {
				t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) { test(t, seed) })
			}
		})
	}
	for i := range many {
		seeds <- first + i
	}
	close(seeds)
	rows.Wait()
}

func numberOf(t *testing.T, typed string) uint64 {
	t.Helper()
	n, err := strconv.ParseUint(typed, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// chaos lives through one history: the seed says which, and on which database.
func chaos(t *testing.T, seed uint64, how deliveryMode) {
	how.Seed = seed + 1
	c, stop, err := newWorld(databases(t, seed, how.instances), how.Switches)
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	all := history(seed)
	if err = c.live(context.Background(), all, c.serve); err == nil {
		err = c.check(context.Background())
	}
	if err != nil {
		t.Errorf("%s\n%v\n%s", again(t, seed), err, told(all))
	}
}

// databases is one connection to a database for each instance.
func databases(t *testing.T, seed uint64, instances int) []*models.DB {
	t.Helper()
	if instances == 1 && seed%2 == 0 {
		return []*models.DB{modelstest.SQLite(t)}
	}
	var all []*models.DB
	address := modelstest.PostgresURL(t)
	for range instances {
		db, err := models.Open(context.Background(), address, "")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		all = append(all, db)
	}
	return all
}

// again is how to do a history again.
func again(t *testing.T, seed uint64) string {
	t.Helper()
	return fmt.Sprintf(
		"again with PROKKEN_CHAOS_SEED=%d go test ./billing -run '%s'",
		seed,
		strings.TrimSuffix(t.Name(), fmt.Sprint("/", seed)),
	)
}

func told(all []operation) string {
	var lines []string
	for i, d := range all {
		lines = append(lines, strconv.Itoa(i)+" "+d.String())
	}
	return strings.Join(lines, "\n")
}
