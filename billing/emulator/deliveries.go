package emulator

import "time"

// history is how many deliveries and events are kept at most.
const history = 50_000

type (
	// delivery is one event on its way to one address.
	delivery struct {
		ID       string    `json:"id"`
		Event    string    `json:"event"`
		Type     string    `json:"type"`
		Endpoint string    `json:"endpoint"` // "" for the site's own webhook
		URL      string    `json:"url"`
		State    string    `json:"state"` // pending, delivered, failed, dropped
		Attempts []attempt `json:"attempts"`
	}

	// attempt is one try. Status is 0 where there was no answer.
	attempt struct {
		At           int64  `json:"at"` // milliseconds, of the real clock
		Milliseconds int64  `json:"milliseconds"`
		Status       int    `json:"status"`
		Error        string `json:"error,omitempty"`
	}
)

// address makes the deliveries of an event.
func (e *Emulator) address(made *event) {
	set := e.settings().Switches
	own := e.baseURL + "/webhooks/stripe"
	if e.baseURL != "" && among(Delivered, made.Type) {
		for range 1 + set.Duplicate {
			d := e.mail(made, "", own)
			if set.Drop > 0 && e.random.Float64() < set.Drop {
				d.State = "dropped"
				e.unsent = e.unsent[:len(e.unsent)-1]
			}
		}
	}
	for _, id := range e.state.endpoints.order {
		if w := e.state.endpoints.look(id); w != nil && w.wants(made.Type) && w.URL != own {
			e.mail(made, id, w.URL)
		}
	}
	e.forgetHistory()
}

func (e *Emulator) mail(made *event, endpoint, url string) *delivery {
	made.PendingWebhooks++
	d := &delivery{ID: newID("del_"), Event: made.ID, Type: made.Type, Endpoint: endpoint, URL: url, State: "pending", Attempts: []attempt{}}
	e.unsent = append(e.unsent, d.ID)
	return e.state.deliveries.put(d.ID, d)
}

func (e *Emulator) forgetHistory() {
	if order := e.state.deliveries.order; len(order) > history {
		if oldest := e.state.deliveries.look(order[0]); oldest != nil && oldest.State != "pending" {
			e.state.deliveries.remove(oldest.ID)
			e.state.events.remove(oldest.Event)
		}
	}
}

// log writes down an attempt.
func (s *state) log(id string, one attempt, arrived, isLast bool) {
	d := s.deliveries.get(id)
	if d == nil {
		return
	}
	d.Attempts = append(d.Attempts, one)
	switch {
	case arrived:
		d.State = "delivered"
		if made := s.events.get(d.Event); made != nil && made.PendingWebhooks > 0 {
			made.PendingWebhooks--
		}
	case isLast:
		d.State = "failed"
	}
}

// resume goes on with what a restart cut off.
func (e *Emulator) resume() {
	for _, id := range e.state.deliveries.order {
		if d := e.state.deliveries.look(id); d.State == "pending" || d.State == "failed" {
			e.waiting = append(e.waiting, id)
		}
	}
}

// Resend delivers an event once more, whatever became of it before.
func (e *Emulator) Resend(eventID string) error {
	return e.transact(func() error {
		made := e.state.events.get(eventID)
		if made == nil {
			return noSuch("event", eventID, "event")
		}
		e.mail(made, "", e.baseURL+"/webhooks/stripe")
		return nil
	})
}

// Log is what was sent, the newest first.
func (e *Emulator) Log(limit int) []delivery {
	e.mu.Lock()
	defer e.mu.Unlock()
	found := []delivery{}
	for _, d := range e.state.deliveries.newest() {
		if len(found) == limit {
			break
		}
		found = append(found, *d)
	}
	return found
}

// Quiet waits until nothing is on its way to the site, or the time is over. It
// reports whether all is quiet.
func (e *Emulator) Quiet(within time.Duration) bool {
	for end := time.Now().Add(within); ; time.Sleep(5 * time.Millisecond) {
		if e.pending(false) == 0 {
			return true
		}
		if time.Now().After(end) {
			return false
		}
	}
}

// pending counts deliveries that are under way, or those never tried.
func (e *Emulator) pending(untried bool) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	n := 0
	for _, d := range e.state.deliveries.newest() {
		if d.State == "pending" && (!untried || len(d.Attempts) == 0) {
			n++
		}
	}
	return n
}
