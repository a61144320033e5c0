// Package emulator stands in for Stripe in development: its API, its hosted
// payment page, its webhooks and its clock, over HTTP, so that the same code
// runs as with Stripe itself. No money moves. Start reading at [New];
// operations lists what the API can do, [Emulator.Pay] is the hosted page's
// act, [Emulator.Advance] lets time pass.
package emulator

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Prefix is where the emulator is mounted; Prefix after the site's own address
// is the address of the API.
const Prefix = "/dev/stripe"

// ConsolePath is the page on which one does what else only a bank, a cardholder
// or time can do.
const ConsolePath = Prefix + "/"

// maxBody is the most that a request may bring.
const maxBody = 1 << 20

// idle is how often what time brings is done when nobody asks for anything.
const idle = 20 * time.Second

// Emulator is a small Stripe. It serves full paths under [Prefix].
type Emulator struct {
	key           string
	webhookSecret string
	baseURL       string
	stylesheet    string
	mux           http.Handler
	client        *http.Client
	real          func() time.Time // the clock that the offset is added to

	mu      sync.Mutex // guards all below
	state   *state
	db      *database
	request *eventRequest     // the one that is being answered
	unsent  []string          // deliveries that wait to be saved
	noted   map[string][]byte // what was announced last, by type
	at      int64             // the moment that is being caught up with; 0 for now
	paying  bool              // a hosted page is being paid
	nextDue int64             // when time next brings something; 0 if it has to be looked for
	random  *rand.Rand
	closed  bool
	waiting []string // deliveries whose turn comes, in order
	wake    chan struct{}

	background sync.WaitGroup
	stopping   context.Context
	stop       context.CancelFunc
}

// New opens what the emulator knew when it last ran with stateFile, and goes on
// with deliveries that were cut off; with no stateFile it forgets everything
// when it ends. The webhooks go to the site at baseURL, and the pages use the
// stylesheet at that address. It does not exist beside a live key.
func New(stateFile string, key, webhookSecret, baseURL, stylesheet string) (*Emulator, error) {
	if strings.HasPrefix(key, "sk_live_") || strings.HasPrefix(key, "rk_live_") {
		return nil, errors.New("the Stripe emulator does not run with a live key")
	}
	e := &Emulator{
		key: key, webhookSecret: webhookSecret, baseURL: baseURL, stylesheet: stylesheet,
		client: &http.Client{Timeout: deliveryLimit}, real: time.Now, state: newState(), wake: make(chan struct{}, 1), noted: map[string][]byte{},
	}
	if err := e.open(stateFile); err != nil {
		return nil, fmt.Errorf("the Stripe emulator cannot read its state from %s: %w; move the file away to start afresh", stateFile, err)
	}
	e.stopping, e.stop = context.WithCancel(context.Background())
	e.mux = http.StripPrefix(Prefix, e.routes())
	e.reseed()
	e.resume()
	e.background.Go(e.pump)
	e.background.Go(e.tick)
	return e, nil
}

func (e *Emulator) open(file string) (err error) {
	if e.db, err = openDatabase(file); err != nil {
		return err
	}
	if err = e.state.load(e.db); err != nil {
		err = errors.Join(err, e.db.close())
	}
	return err
}

// ServeHTTP answers the API's requests and shows the hosted page.
func (e *Emulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == Prefix {
		http.Redirect(w, r, ConsolePath, http.StatusPermanentRedirect)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	e.mux.ServeHTTP(w, r)
}

// Close ends the deliveries that are under way and waits for them. What was not
// delivered is in the state file.
func (e *Emulator) Close() error {
	e.mu.Lock()
	if e.closed {
		e.mu.Unlock()
		return nil
	}
	e.closed = true
	e.mu.Unlock()
	e.stop()
	e.background.Wait()
	return e.db.close()
}

// tick lets time bring what is due when nobody asks for anything.
func (e *Emulator) tick() {
	for {
		select {
		case <-e.stopping.Done():
			return
		case <-time.After(idle):
			_ = e.transact(func() error { return nil }) // the next request says what is wrong
		}
	}
}
