package billing_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// killedService tells a process of the tests to be the service that is killed:
// where it listens, its database and the address of the emulator's API.
const killedService = "PROKKEN_BILLING_KILLED"

type killed struct {
	Address, Database, File, API string
}

// TestKill9: a service that is killed again and again loses nothing and does
// nothing twice.
func TestKill9(t *testing.T) {
	if typed := os.Getenv(killedService); typed != "" {
		t.Fatal(beKilled(typed))
	}
	t.Parallel()
	eachHistory(t, 6, 2, func(t *testing.T, seed uint64) {
		if err := killing(t, seed); err != nil {
			t.Errorf("%s\n%v\n%s", again(t, seed), err, told(append(history(seed), history(seed+1)...)))
		}
	})
}

// killing lives through a history while the service dies at random moments.
func killing(t *testing.T, seed uint64) error {
	as, db, err := killedDatabase(t, seed)
	if err != nil {
		return err
	}
	defer db.Close()
	if as.Address, err = lastingAddress(); err != nil {
		return err
	}
	site := "http://" + as.Address
	c := &world{db: db, refunds: map[string]int{}, waits: true}
	if c.stand, err = emulator.New("", key, secret, site, "/site.css"); err != nil {
		return err
	}
	defer c.stand.Close()
	c.stripe = directly(c.stand)
	server := httptest.NewServer(c.stand)
	defer server.Close()
	as.API = server.URL + emulator.Prefix
	if c.users, err = createUsers(db); err != nil {
		return err
	}
	c.services = []*billing.Service{billing.New(db, worldSettings(site, as.API, c.stand))}
	v := &victim{world: c, as: as, random: rand.New(rand.NewPCG(seed, 2)), spared: make(chan struct{})}
	return v.live(context.Background(), append(history(seed), history(seed+1)...))
}

// lastingAddress is one that nobody takes while the service is dead: ports of
// outgoing connections are higher.
func lastingAddress() (string, error) {
	var err error
	for range 100 {
		address := fmt.Sprintf("127.0.0.1:%d", 10_000+rand.IntN(20_000))
		var taken net.Listener
		if taken, err = net.Listen("tcp", address); err == nil {
			return address, taken.Close()
		}
	}
	return "", err
}

// killedDatabase is where a service that is killed keeps everything.
func killedDatabase(t *testing.T, seed uint64) (killed, *models.DB, error) {
	t.Helper()
	var as killed
	if seed%2 == 0 {
		as.File = filepath.Join(t.TempDir(), "killed.db")
	} else {
		as.Database = modelstest.PostgresURL(t)
	}
	db, err := models.Open(context.Background(), as.Database, as.File)
	if err == nil {
		err = db.Migrate(context.Background())
	}
	return as, db, err
}
