package emulator

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/stripe/stripe-go/v79/webhook"
)

const (
	deliveryLimit = 10 * time.Second
	deliveryTries = 8
	firstPause    = 250 * time.Millisecond
	turn          = time.Second // how long a delivery may keep the next one waiting
	afterRedirect = time.Second
)

// publish sends what was announced and is saved by now. The caller holds the
// lock.
func (e *Emulator) publish() {
	clear(e.noted)
	unsent := e.unsent
	e.unsent = nil
	if len(unsent) == 0 || e.closed {
		return
	}
	set := e.state.settings.look(only1)
	pause := time.Duration(0)
	if set != nil {
		pause = time.Duration(set.Switches.DelayMS) * time.Millisecond
		if e.paying && set.Switches.Redirect == "after" {
			pause += afterRedirect
		}
	}
	for _, id := range unsent {
		if set != nil && set.Switches.Shuffle {
			any := pause + time.Duration(e.random.Int64N(int64(500*time.Millisecond)))
			e.background.Go(func() { e.deliver(id, any, nil) })
		} else if pause > 0 {
			e.background.Go(func() { e.deliver(id, pause, nil) })
		} else {
			e.waiting = append(e.waiting, id)
		}
	}
	e.stir()
}

func (e *Emulator) stir() {
	select {
	case e.wake <- struct{}{}:
	default:
	}
}

// pump delivers in order: the next one starts when the one before was tried,
// or takes long.
func (e *Emulator) pump() {
	for {
		id := e.take()
		if id == "" {
			select {
			case <-e.stopping.Done():
				return
			case <-e.wake:
			}
			continue
		}
		tried := make(chan struct{})
		e.background.Go(func() { e.deliver(id, 0, tried) })
		select {
		case <-tried:
		case <-time.After(turn):
		case <-e.stopping.Done():
			return
		}
	}
}

func (e *Emulator) take() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.waiting) == 0 {
		return ""
	}
	id := e.waiting[0]
	e.waiting = e.waiting[1:]
	return id
}

// deliver tries until the site answers 2xx. What it gives up on is tried again
// after the next start.
func (e *Emulator) deliver(id string, pause time.Duration, tried chan struct{}) {
	for try := 0; try < deliveryTries; try++ {
		if !e.sleep(pause) {
			return
		}
		done := e.try(id, try == deliveryTries-1)
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

func (e *Emulator) sleep(pause time.Duration) bool {
	if pause <= 0 {
		return e.stopping.Err() == nil
	}
	select {
	case <-e.stopping.Done():
		return false
	case <-time.After(pause):
		return true
	}
}

// try posts a delivery once, and writes down what came of it.
func (e *Emulator) try(id string, isLast bool) bool {
	payload, url, secret := e.parcel(id)
	if payload == nil {
		return true
	}
	started := time.Now()
	status, err := e.post(payload, url, secret)
	if e.stopping.Err() != nil {
		return true
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	failed := e.within(func() error {
		e.state.log(id, attempt{At: started.UnixMilli(), Milliseconds: time.Since(started).Milliseconds(), Status: status, Error: text(err)}, err == nil, isLast)
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
func (e *Emulator) parcel(id string) (payload []byte, url, secret string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	d := e.state.deliveries.look(id)
	if d == nil || e.state.events.look(d.Event) == nil {
		return nil, "", ""
	}
	url, secret = e.baseURL+"/webhooks/stripe", e.webhookSecret // they may have changed since
	if w := e.state.endpoints.look(d.Endpoint); w != nil {
		url, secret = w.URL, w.Secret
	}
	payload, _ = json.Marshal(e.state.events.look(d.Event)) // plain data
	return payload, url, secret
}

// post sends the event once, signed afresh: signatures grow old.
func (e *Emulator) post(payload []byte, url, secret string) (int, error) {
	ctx, cancel := context.WithTimeout(e.stopping, deliveryLimit)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(payload))
	if err != nil {
		return 0, err
	}
	signed := webhook.GenerateTestSignedPayload(&webhook.UnsignedPayload{Payload: payload, Secret: secret, Timestamp: time.Now()})
	request.Header.Set("Stripe-Signature", signed.Header)
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	request.Header.Set("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
	answer, err := e.client.Do(request)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, maxBody))
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return answer.StatusCode, fmt.Errorf("the webhook was answered with %s", answer.Status)
	}
	return answer.StatusCode, nil
}
