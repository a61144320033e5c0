// Package emulator stands in for Stripe in development: its API, its hosted
// payment page and its webhooks, over HTTP, so that the same code runs as with
// Stripe itself. No money moves. Start reading at [New].
package emulator

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// Prefix is where the emulator is mounted; Prefix after the site's own address
// is the address of the API.
const Prefix = "/dev/stripe"

// maxBody is the most that a request may bring.
const maxBody = 1 << 20

// Emulator is a small Stripe. It serves full paths under [Prefix].
type Emulator struct {
	key           string
	webhookSecret string
	baseURL       string
	stylesheet    string
	mux           http.Handler
	client        *http.Client
	now           func() time.Time

	mu     sync.Mutex // guards state, unsent and closed
	state  state
	unsent []string // events that wait to be saved
	file   string
	closed bool

	deliveries sync.WaitGroup
	stopping   context.Context
	stop       context.CancelFunc
}

// New loads what the emulator knew when it was last saved in stateFile, and
// goes on with deliveries that were cut off; with no stateFile it forgets
// everything when it ends. The webhooks go to the site at baseURL, and the
// pages use the stylesheet at that address.
func New(stateFile string, key, webhookSecret, baseURL, stylesheet string) (*Emulator, error) {
	loaded, err := load(stateFile)
	if err != nil {
		return nil, err
	}
	e := &Emulator{
		key: key, webhookSecret: webhookSecret, baseURL: baseURL, stylesheet: stylesheet,
		client: &http.Client{Timeout: deliveryLimit}, now: time.Now, state: loaded, file: stateFile,
	}
	e.stopping, e.stop = context.WithCancel(context.Background())
	e.mux = http.StripPrefix(Prefix, e.routes())
	e.resume()
	return e, nil
}

// ServeHTTP answers the API's requests and shows the hosted page.
func (e *Emulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	e.mux.ServeHTTP(w, r)
}

// Close ends the deliveries that are under way and waits for them. What was not
// delivered is in the state file.
func (e *Emulator) Close() error {
	e.mu.Lock()
	e.closed = true
	e.mu.Unlock()
	e.stop()
	e.deliveries.Wait()
	return nil
}

// routes is every address below the prefix.
func (e *Emulator) routes() http.Handler {
	mux := http.NewServeMux()
	for pattern, operation := range operations {
		mux.HandleFunc(pattern, e.api(operation))
	}
	mux.HandleFunc("/v1/", e.unknownRoute)
	mux.HandleFunc("GET /checkout/{id}", e.showCheckout)
	mux.HandleFunc("POST /checkout/{id}", e.pay)
	return mux
}
