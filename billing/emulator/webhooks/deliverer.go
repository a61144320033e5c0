// Package webhooks sends events to webhooks over HTTP, as Stripe does: signed, in order, and
// again until they are answered with 2xx. The switches make it lose, delay, repeat and
// shuffle them. The emulator starts it; the actions ask it what is under way. Start reading
// at [Start].
package webhooks

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/stripe/stripe-go/v79/webhook"

	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
)

const (
	deliveryLimit = 10 * time.Second
	deliveryTries = 8
	firstPause    = 250 * time.Millisecond
	turn          = time.Second // how long a delivery may keep the next one waiting
	afterRedirect = time.Second
	maxAnswer     = 1 << 20
)

// Deliverer sends deliveries, each until it arrives or is given up on.
type Deliverer struct {
	store      *store.Store
	secret     string // signs what goes to the site's own webhook
	client     *http.Client
	background sync.WaitGroup
	stopping   context.Context
	stop       context.CancelFunc
	wake       chan struct{}

	mu      sync.Mutex // guards all below; whoever holds the store's lock may take it, and not the other way round
	closed  bool
	waiting []string // deliveries whose turn comes, in order
}

// Start sends what each update of the store announces from now on, and what a restart cut
// off.
func Start(state *store.Store, secret string) *Deliverer {
	d := &Deliverer{
		store: state, secret: secret, client: &http.Client{Timeout: deliveryLimit},
		wake: make(chan struct{}, 1),
	}
	d.stopping, d.stop = context.WithCancel(context.Background())
	state.OnStored(d.publish)
	d.resume()
	d.background.Go(d.pump)
	return d
}

// Close ends the deliveries that are under way and waits for them. What was not delivered
// is in the store.
func (d *Deliverer) Close() {
	d.mu.Lock()
	d.closed = true
	d.mu.Unlock()
	d.stop()
	d.background.Wait()
}

// publish sends what an update announced; it is stored by now.
func (d *Deliverer) publish(tx *store.Tx) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(tx.Unsent) == 0 || d.closed {
		return
	}
	set := tx.Switches()
	pause := time.Duration(set.DelayMS) * time.Millisecond
	if tx.Redirects && set.Redirect == "after" {
		pause += afterRedirect
	}
	for _, id := range tx.Unsent {
		if set.Shuffle {
			any := pause + time.Duration(tx.Random().Int64N(int64(500*time.Millisecond)))
			d.background.Go(func() { d.deliver(id, any, nil) })
		} else if pause > 0 {
			d.background.Go(func() { d.deliver(id, pause, nil) })
		} else {
			d.waiting = append(d.waiting, id)
		}
	}
	d.wakeUp()
}

func (d *Deliverer) wakeUp() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// pump delivers in order: the next one starts when the one before was tried,
// or takes long.
func (d *Deliverer) pump() {
	for {
		id := d.take()
		if id == "" {
			select {
			case <-d.stopping.Done():
				return
			case <-d.wake:
			}
			continue
		}
		tried := make(chan struct{})
		d.background.Go(func() { d.deliver(id, 0, tried) })
		select {
		case <-tried:
		case <-time.After(turn):
		case <-d.stopping.Done():
			return
		}
	}
}

func (d *Deliverer) take() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.waiting) == 0 {
		return ""
	}
	id := d.waiting[0]
	d.waiting = d.waiting[1:]
	return id
}

// deliver tries until the site answers 2xx. What it gives up on is tried again
// after the next start.
func (d *Deliverer) deliver(id string, pause time.Duration, tried chan struct{}) {
	for try := 0; try < deliveryTries; try++ {
		if !d.sleep(pause) {
			return
		}
		done := d.try(id, try == deliveryTries-1)
		if tried != nil {
			close(tried)
			tried = nil
		}
		if done {
			return
		}
		pause = firstPause << try
	}
	slog.Warn("the Stripe emulator could not deliver a webhook", "delivery", id)
}

func (d *Deliverer) sleep(pause time.Duration) bool {
	if pause <= 0 {
		return d.stopping.Err() == nil
	}
	select {
	case <-d.stopping.Done():
		return false
	case <-time.After(pause):
		return true
	}
}

// try posts a delivery once, and writes down what came of it.
func (d *Deliverer) try(id string, isLast bool) bool {
	payload, url, secret := d.parcel(id)
	if payload == nil {
		return true
	}
	started := time.Now()
	status, err := d.post(payload, url, secret)
	if d.stopping.Err() != nil {
		return true
	}
	made := objects.DeliveryAttempt{
		At: started.UnixMilli(), Milliseconds: time.Since(started).Milliseconds(), Status: status,
		Error: text(err),
	}
	failed := d.store.Update(func(tx *store.Tx) error {
		logAttempt(tx, id, made, err == nil, isLast)
		return nil
	})
	if failed != nil {
		slog.Error("the Stripe emulator cannot save its state", "err", failed)
	}
	return err == nil
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// parcel is what a delivery brings, where to, and the secret that signs it.
func (d *Deliverer) parcel(id string) (payload []byte, url, secret string) {
	d.store.View(func(tx *store.Tx) {
		sent := tx.Deliveries.Look(id)
		if sent == nil || tx.Events.Look(sent.Event) == nil {
			return
		}
		url, secret = tx.SiteURL("/webhooks/stripe"), d.secret // they may have changed since
		if w := tx.Endpoints.Look(sent.Endpoint); w != nil {
			url, secret = w.URL, w.Secret
		}
		payload, _ = json.Marshal(tx.Events.Look(sent.Event)) // plain data
	})
	return payload, url, secret
}

// post sends the event once, signed afresh: signatures grow old.
func (d *Deliverer) post(payload []byte, url, secret string) (int, error) {
	ctx, cancel := context.WithTimeout(d.stopping, deliveryLimit)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(payload))
	if err != nil {
		return 0, err
	}
	signed := webhook.GenerateTestSignedPayload(&webhook.UnsignedPayload{
		Payload: payload, Secret: secret, Timestamp: time.Now(),
	})
	request.Header.Set("Stripe-Signature", signed.Header)
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	request.Header.Set("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
	answer, err := d.client.Do(request)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, maxAnswer))
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return answer.StatusCode, fmt.Errorf("the webhook was answered with %s", answer.Status)
	}
	return answer.StatusCode, nil
}
