package actions

import (
	"time"

	"github.com/prokken/prokken/billing/emulator/checkout"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

// Pay is the hosted page's act. It completes a session once; doing it again
// charges nobody again. The error is about storing alone.
func (a *Actions) Pay(sessionID string, given objects.Payment) (objects.Outcome, error) {
	return a.acting(sessionID, func(tx *store.Tx, s *objects.Session) (objects.Outcome, error) {
		s.Private.Asked = nil
		return checkout.Pay(tx, s, given)
	})
}

// Answer is what the customer does when 3D Secure asks: approve, fail or
// abandon.
func (a *Actions) Answer(sessionID, answer string) (objects.Outcome, error) {
	return a.acting(sessionID, func(tx *store.Tx, s *objects.Session) (objects.Outcome, error) {
		asked := s.Private.Asked
		if asked == nil {
			return checkout.Invalid("answer", "Nothing is asked."), nil
		}
		s.Private.Asked = nil
		switch answer {
		case "approve":
			return checkout.Finish(tx, s, *asked, rules.Verdict{})
		case "fail":
			return objects.Outcome{
				Status: objects.Declined, Message: rules.Failed3DS.Message, Decline: rules.Failed3DS.Decline,
			}, nil
		}
		return objects.Outcome{Status: objects.Declined, Message: "The payment was not confirmed. Nothing was charged."}, nil
	})
}

// acting does something to an open session, and minds when webhooks come.
func (a *Actions) acting(
	id string, act func(tx *store.Tx, s *objects.Session) (objects.Outcome, error),
) (objects.Outcome, error) {
	var done objects.Outcome
	err := a.clock.Update(func(tx *store.Tx) (err error) {
		tx.Redirects = true
		s := tx.Sessions.Get(id)
		switch {
		case s == nil:
			done = objects.Outcome{Status: objects.Unknown, Message: "There is no such payment page."}
		case s.Status == "expired":
			done = objects.Outcome{Status: objects.Expired, Message: "This payment page has expired. Nothing was charged."}
		case s.Status == "complete":
			done = objects.Outcome{Status: objects.Completed, Next: s.Next()}
		default:
			done, err = act(tx, s)
		}
		return err
	})
	if err == nil && a.Switches().Redirect == "before" {
		a.untilTried(5 * time.Second)
	}
	return done, err
}

// untilTried waits until everything was tried once.
func (a *Actions) untilTried(within time.Duration) {
	for end := time.Now().Add(within); a.webhooks.Pending(true) > 0 && time.Now().Before(end); {
		time.Sleep(5 * time.Millisecond)
	}
}
