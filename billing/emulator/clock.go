package emulator

import "time"

// now is the emulator's time; while it catches up, the moment it is at.
func (e *Emulator) now() time.Time {
	if e.at != 0 {
		return time.Unix(e.at, 0)
	}
	offset := time.Duration(0)
	if set := e.state.settings.look(only1); set != nil {
		offset = set.ClockOffset
	}
	return e.real().Add(offset)
}

// Now is the emulator's time.
func (e *Emulator) Now() time.Time {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.now()
}

// longestAdvance keeps a slip of the hand from billing for centuries.
const longestAdvance = 5 * 366 * 24 * time.Hour

// Advance lets time pass, and does what it brings in the order in which it
// comes. Time does not go back.
func (e *Emulator) Advance(by time.Duration) error {
	if by < 0 || by > longestAdvance {
		return badParam("seconds", "", "Time passes forward, five years at most.")
	}
	err := e.transact(func() error {
		e.settings().ClockOffset += by
		return nil
	})
	if err != nil {
		return err
	}
	return e.transact(func() error { return nil })
}

// due is something that time brings.
type due struct {
	at int64
	do func() error
}

// catchUp does what has become due. The caller holds the lock.
func (e *Emulator) catchUp() error {
	defer func() { e.at = 0 }()
	until := e.now().Unix()
	for e.nextDue == 0 || e.nextDue <= until {
		next := e.earliest()
		if next.do == nil {
			e.nextDue = 1 << 62
			return nil
		}
		if e.nextDue = next.at; next.at > until {
			return nil
		}
		e.at = max(next.at, e.at, 1)
		if err := e.within(next.do); err != nil {
			return err
		}
		e.nextDue = 0
	}
	return nil
}

// earliest is what comes next; nothing if nothing ever does.
func (e *Emulator) earliest() due {
	var first due
	note := func(at int64, do func() error) {
		if first.do == nil || at < first.at {
			first = due{at, do}
		}
	}
	for id, s := range e.state.sessions.newest() {
		if s.Status == "open" {
			note(s.ExpiresAt, func() error { return e.expire(e.state.sessions.get(id)) })
		}
	}
	for id, i := range e.state.invoices.newest() {
		e.dueInvoice(id, i, note)
	}
	for id, one := range e.state.paymentIntents.newest() {
		if one.Status == "processing" && one.Private.SettleAt > 0 {
			note(one.Private.SettleAt, func() error { return e.settle(e.state.paymentIntents.get(id), true) })
		}
	}
	for id, s := range e.state.subscriptions.newest() {
		if !s.ended() {
			e.dueSubscription(id, s, note)
		}
	}
	return first
}

func (e *Emulator) dueInvoice(id string, i *invoice, note func(int64, func() error)) {
	switch {
	case i.Status == "draft" && i.AutomaticallyFinalizes != nil:
		note(*i.AutomaticallyFinalizes, func() error { return e.advanceInvoice(e.state.invoices.get(id)) })
	case i.Status == "open" && i.NextPaymentAttempt != nil:
		note(*i.NextPaymentAttempt, func() error {
			one := e.state.invoices.get(id)
			_, err := e.attempt(one, e.methodFor(one), false)
			return err
		})
	}
}
