// Package emulator stands in for Stripe in development: its API, its hosted
// payment page, its webhooks and its clock, over HTTP, so that the same code
// runs as with Stripe itself. No money moves. The program mounts it under
// [Prefix], and tests act through it; it uses nothing of the package billing,
// whose mistakes it would share. Start reading at [New]. Its parts are packages
// of their own, each of which imports those before it: objects (what Stripe
// knows), store (the state and its lock), events, rules and checkout (what
// happens to money), clock (what time brings), webhooks (what is sent), actions
// (what people and banks do), api and pages (what is served).
package emulator

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/prokken/prokken/billing/emulator/actions"
	"github.com/prokken/prokken/billing/emulator/api"
	"github.com/prokken/prokken/billing/emulator/clock"
	"github.com/prokken/prokken/billing/emulator/pages"
	"github.com/prokken/prokken/billing/emulator/store"
	"github.com/prokken/prokken/billing/emulator/webhooks"
)

// Prefix is where the emulator is mounted; Prefix after the site's own address
// is the address of the API.
const Prefix = store.Prefix

// ConsolePath is the page on which one does what else only a bank, a cardholder
// or time can do.
const ConsolePath = pages.ConsolePath

// maxBody is the most that a request may bring.
const maxBody = 1 << 20

// Emulator is a small Stripe. It serves full paths under [Prefix].
type Emulator struct {
	*actions.Actions
	store     *store.Store
	deliverer *webhooks.Deliverer
	mux       http.Handler

	closing sync.Once
	clock   sync.WaitGroup
	stop    context.CancelFunc
}

// New opens what the emulator knew when it last ran with stateFile, and goes on
// with deliveries that were cut off; with no stateFile it forgets everything
// when it ends. The webhooks go to the site at baseURL, and the pages use the
// stylesheet at that address. It does not exist beside a live key.
func New(stateFile string, key, webhookSecret, baseURL, stylesheet string) (*Emulator, error) {
	if strings.HasPrefix(key, "sk_live_") || strings.HasPrefix(key, "rk_live_") {
		return nil, errors.New("the Stripe emulator does not run with a live key")
	}
	state, err := store.Open(stateFile, baseURL)
	if err != nil {
		return nil, fmt.Errorf(
			"the Stripe emulator cannot read its state from %s: %w; move the file away to start afresh",
			stateFile,
			err,
		)
	}
	now := clock.New(state)
	e := &Emulator{store: state, deliverer: webhooks.Start(state, webhookSecret)}
	e.Actions = actions.New(state, now, e.deliverer)
	mux := http.NewServeMux()
	api.New(key, state, now, e.Actions).Routes(mux)
	pages.Routes(mux, pages.Parts{Store: state, Clock: now, Actions: e.Actions, Stylesheet: stylesheet})
	e.mux = http.StripPrefix(Prefix, mux)
	ctx, stop := context.WithCancel(context.Background())
	e.stop = stop
	e.clock.Go(func() { now.Run(ctx) })
	return e, nil
}

// ServeHTTP answers the API's requests and shows the pages.
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
func (e *Emulator) Close() (err error) {
	e.closing.Do(func() {
		e.stop()
		e.clock.Wait()
		e.deliverer.Close()
		err = e.store.Close()
	})
	return err
}
