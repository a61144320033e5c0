package billing_test

import (
	"context"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/models/modelstest"
)

// disorder is a way in which webhooks come.
type disorder struct {
	name     string
	services int
	emulator.Switches
}

var disorders = []disorder{
	{"shuffled", 1, emulator.Switches{Shuffle: true}},
	{"tripled", 1, emulator.Switches{Duplicate: 2}},
	{"dropped", 1, emulator.Switches{Drop: 0.5}},
	{"delayed", 1, emulator.Switches{DelayMS: 40}},
	{"two services", 2, emulator.Switches{}},
}

// TestChaos: after any history the copy is what Stripe says, whatever became of
// the webhooks. PROKKEN_CHAOS_SEED does one again, PROKKEN_CHAOS_HISTORIES says
// how many there are.
func TestChaos(t *testing.T) {
	first, many := rand.Uint64N(1_000_000_000), uint64(200)
	if typed := os.Getenv("PROKKEN_CHAOS_SEED"); typed != "" {
		first, many = numberOf(t, typed), 1
	}
	if typed := os.Getenv("PROKKEN_CHAOS_HISTORIES"); typed != "" {
		many = numberOf(t, typed)
	}
	seeds := make(chan uint64)
	var rows sync.WaitGroup
	for range min(8, many) { // most of them wait
		rows.Go(func() {
			for seed := range seeds {
				t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) { chaos(t, seed) })
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

// chaos lives through one history: the seed says which, how webhooks come, and on
// which database.
func chaos(t *testing.T, seed uint64) {
	how := disorders[seed%uint64(len(disorders))]
	how.Seed = seed + 1
	open := modelstest.Postgres
	if how.services == 1 && seed/uint64(len(disorders))%2 == 0 {
		open = modelstest.SQLite
	}
	c, stop, err := newTown(open(t), how.services, how.Switches)
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	all := history(seed)
	if err = c.live(context.Background(), all, c.serve); err == nil {
		err = c.check(context.Background())
	}
	if err != nil {
		t.Errorf("%s; again with PROKKEN_CHAOS_SEED=%d\n%v\n%s", how.name, seed, err, told(all))
	}
}

func told(all []deed) string {
	var lines []string
	for i, d := range all {
		lines = append(lines, strconv.Itoa(i)+" "+d.String())
	}
	return strings.Join(lines, "\n")
}
