package billing_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/stripe/stripe-go/v79"
	"github.com/stripe/stripe-go/v79/client"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

// world is a few people, the emulator, and services that share a database: one
// that follows hints in a way of its own, or several, each with the queue. A mail
// is a row that is written with the effect that it belongs to.
type world struct {
	db       *models.DB
	stand    *emulator.Emulator
	stripe   *client.API // past the services, as the dashboard
	services []*billing.Service
	users    []users.User
	drops    bool // what is not heard is reconciled
	waits    bool // the services follow hints without the world

	turn     atomic.Int64
	hints    chan struct{} // some customer is dirty
	mu       sync.Mutex
	problems []error
	refunds  map[string]int // tries to refund a charge
}

// newWorld starts a service for each connection; what it returns ends them.
func newWorld(databases []*models.DB, switches emulator.Switches) (*world, func(), error) {
	c := &world{
		db:      databases[0],
		hints:   make(chan struct{}, 1),
		drops:   switches.Drop > 0,
		waits:   len(databases) > 1,
		refunds: map[string]int{},
	}
	mux := http.NewServeMux()
	server := httptest.NewUnstartedServer(mux)
	address := "http://" + server.Listener.Addr().String()
	var err error
	if c.stand, err = emulator.New("", key, secret, address, "/site.css"); err != nil {
		return nil, nil, err
	}
	c.stripe = directly(c.stand)
	mux.Handle(emulator.Prefix+"/", recorded(c.stand))
	mux.HandleFunc("POST /webhooks/stripe", c.webhook)
	if c.users, err = createUsers(c.db); err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	var workers sync.WaitGroup
	for _, db := range databases {
		work, err := c.instance(db, worldSettings(address, address+emulator.Prefix, c.stand))
		if err != nil {
			cancel()
			return nil, nil, err
		}
		workers.Go(func() { work(ctx) })
	}
	server.Start()
	stop := func() { _ = c.stand.Close(); cancel(); workers.Wait(); server.Close() }
	return c, stop, c.stand.SetSwitches(switches)
}

func createUsers(db *models.DB) ([]users.User, error) {
	var all []users.User
	for i := range people {
		user := users.User{
			ID:           models.NewID(),
			Email:        fmt.Sprintf("user%d@example.com", i),
			PasswordHash: "x",
			Role:         users.Member,
		}
		if err := users.Create(context.Background(), db, &user); err != nil {
			return nil, err
		}
		all = append(all, user)
	}
	return all, nil
}

// direct asks a handler without a network.
type direct struct{ http.Handler }

func (d direct) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body == nil {
		r.Body = http.NoBody
	}
	kept := httptest.NewRecorder()
	d.ServeHTTP(kept, r)
	return kept.Result(), nil
}

func directly(stand http.Handler) *client.API {
	return client.New(key, stripe.NewBackendsWithConfig(&stripe.BackendConfig{
		URL: stripe.String("http://stripe.test" + emulator.Prefix), HTTPClient: &http.Client{Transport: direct{stand}},
		LeveledLogger: &stripe.LeveledLogger{Level: stripe.LevelNull}, EnableTelemetry: stripe.Bool(false),
	}))
}

// any is the service whose turn it is.
func (c *world) any() *billing.Service {
	return c.services[int(c.turn.Add(1))%len(c.services)]
}

func (c *world) webhook(w http.ResponseWriter, r *http.Request) {
	payload, err := io.ReadAll(r.Body)
	if err == nil {
		err = c.any().Receive(r.Context(), payload, r.Header.Get("Stripe-Signature"))
	}
	if err != nil {
		c.complain(err)
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	select {
	case c.hints <- struct{}{}:
	default:
	}
}

func (c *world) complain(err error) {
	if err == nil || errors.Is(err, context.Canceled) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.problems = append(c.problems, err)
}

func (c *world) work(ctx context.Context, service *billing.Service) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-c.hints:
			c.complain(follow(ctx, c.db, service))
		}
	}
}

// follow syncs everyone about whom there is a hint.
func follow(ctx context.Context, db *models.DB, service *billing.Service) error {
	dirty, err := payments.DirtyCustomers(ctx, db, uuid.Nil, 100)
	for _, one := range dirty {
		if failed := service.Sync(ctx, one.ID); failed != nil && !isBusy(failed) {
			err = errors.Join(err, failed)
		}
	}
	return err
}

func isBusy(err error) bool { return strings.Contains(err.Error(), "synced by someone else") }

// reconcile looks again where somebody else has been fetching a customer for too long, as the
// job does: on a busy machine that happens.
func (c *world) reconcile(ctx context.Context) error {
	for {
		if err := c.any().Reconcile(ctx, func(int, []billing.Difference) {}); err == nil || !isBusy(err) {
			return err
		}
	}
}

// settle waits until all that was sent has come, and all hints are followed.
func (c *world) settle(ctx context.Context) error {
	if !c.stand.Quiet(40 * time.Second) {
		return errors.New("webhooks do not arrive")
	}
	if c.drops {
		if err := c.reconcile(ctx); err != nil {
			return err
		}
	}
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		busy, err := c.lines(ctx, "SELECT id FROM billing_customers WHERE dirty_seq > synced_seq OR lease_token <> ''")
		if err != nil || len(busy) == 0 {
			return err
		}
		if c.waits {
			continue
		}
		if err := follow(ctx, c.db, c.any()); err != nil {
			return err
		}
	}
	return errors.New("there is always another hint")
}
