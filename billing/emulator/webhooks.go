package emulator

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/stripe/stripe-go/v79"
	"github.com/stripe/stripe-go/v79/webhook"
)

const (
	deliveryLimit = 10 * time.Second
	deliveryTries = 8
	firstPause    = 250 * time.Millisecond
)

// announce notes an event, to be sent once it is saved. The caller holds the
// lock.
func (e *Emulator) announce(kind string, object any) error {
	made := event{
		ID: newID("evt_"), Object: "event", APIVersion: stripe.APIVersion, Created: e.now().Unix(),
		Data: eventData{object}, PendingWebhooks: 1, Type: kind,
	}
	payload, err := json.Marshal(made)
	if err != nil {
		return err
	}
	e.state.Undelivered[made.ID] = payload
	e.unsent = append(e.unsent, made.ID)
	return nil
}

// publish sends what was announced and is saved by now. The caller holds the
// lock.
func (e *Emulator) publish() {
	for _, id := range e.unsent {
		e.send(id)
	}
	e.unsent = nil
}

// retract forgets what was announced after the first events. The caller holds
// the lock.
func (e *Emulator) retract(first int) {
	for _, id := range e.unsent[first:] {
		delete(e.state.Undelivered, id)
	}
	e.unsent = e.unsent[:first]
}

// resume delivers what a restart cut off.
func (e *Emulator) resume() {
	e.mu.Lock()
	defer e.mu.Unlock()
	for id := range e.state.Undelivered {
		e.send(id)
	}
}

// send delivers an event in the background. The caller holds the lock.
func (e *Emulator) send(id string) {
	if e.closed {
		return
	}
	payload := e.state.Undelivered[id]
	e.deliveries.Go(func() { e.deliver(id, payload) })
}

// deliver tries until the site answers 2xx. What it gives up on is tried again
// after the next start.
func (e *Emulator) deliver(id string, payload []byte) {
	var err error
	for try, pause := 0, firstPause; try < deliveryTries; try, pause = try+1, 2*pause {
		if err = e.post(payload); err == nil {
			e.delivered(id)
			return
		}
		select {
		case <-e.stopping.Done():
			return
		case <-time.After(pause):
		}
	}
	slog.Warn("the Stripe emulator could not deliver a webhook", "event", id, "err", err)
}

func (e *Emulator) delivered(id string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.state.Undelivered, id)
	if err := e.save(); err != nil {
		slog.Error("the Stripe emulator cannot save its state", "err", err)
	}
}

// post sends the event once, signed afresh: signatures grow old.
func (e *Emulator) post(payload []byte) error {
	ctx, cancel := context.WithTimeout(e.stopping, deliveryLimit)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, e.baseURL+"/webhooks/stripe", bytes.NewReader(payload))
	if err != nil {
		return err
	}
	signed := webhook.GenerateTestSignedPayload(&webhook.UnsignedPayload{Payload: payload, Secret: e.webhookSecret, Timestamp: time.Now()})
	request.Header.Set("Stripe-Signature", signed.Header)
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	answer, err := e.client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return fmt.Errorf("the webhook was answered with %s", answer.Status)
	}
	return nil
}
