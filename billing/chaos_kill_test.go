package billing_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/models"
)

// killedService tells a process of the tests to be the service that is killed:
// where it listens, its database and the address of the emulator's API.
const killedService = "PROKKEN_BILLING_KILLED"

type killed struct {
	Address, File, API string
}

// TestKill9: a service that is killed again and again loses nothing and does
// nothing twice.
func TestKill9(t *testing.T) {
	if typed := os.Getenv(killedService); typed != "" {
		t.Fatal(beKilled(typed))
	}
	for round := range 8 {
		seed := rand.Uint64N(1_000_000_000)
		if typed := os.Getenv("PROKKEN_CHAOS_SEED"); typed != "" {
			seed = numberOf(t, typed)
		}
		t.Run(fmt.Sprint(round), func(t *testing.T) {
			t.Parallel()
			if err := killing(t, seed); err != nil {
				t.Errorf("again with PROKKEN_CHAOS_SEED=%d\n%v\n%s", seed, err, told(append(history(seed), history(seed+1)...)))
			}
		})
	}
}

// killing lives through a history while the service dies at random moments.
func killing(t *testing.T, seed uint64) error {
	file := filepath.Join(t.TempDir(), "killed.db")
	db, err := freshFile(file)
	if err != nil {
		return err
	}
	defer db.Close()
	site, _, err := freeAddresses()
	if err != nil {
		return err
	}
	c := &town{db: db, refunds: map[string]int{}, remote: true}
	if c.stand, err = emulator.New("", key, secret, "http://"+site, "/site.css"); err != nil {
		return err
	}
	defer c.stand.Close()
	c.stripe = directly(c.stand)
	server := httptest.NewServer(c.stand)
	defer server.Close()
	if c.users, err = settlers(db); err != nil {
		return err
	}
	c.services = []*billing.Service{billing.New(db, townSettings("http://"+site, server.URL+emulator.Prefix, c.stand.Now))}
	v := &victim{town: c, as: killed{site, file, server.URL + emulator.Prefix}, random: rand.New(rand.NewPCG(seed, 2)), spared: make(chan struct{})}
	return v.live(context.Background(), append(history(seed), history(seed+1)...))
}

func freshFile(file string) (*models.DB, error) {
	db, err := models.Open(context.Background(), "", file)
	if err == nil {
		err = db.Migrate(context.Background())
	}
	return db, err
}
