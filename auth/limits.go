package auth

import (
	"context"
	"time"

	"github.com/prokken/prokken/auth/throttle"
)

// ErrTooMany is what every [TooMany] is.
var ErrTooMany = throttle.ErrTooMany

// TooMany says when something may be tried again.
type TooMany = throttle.TooMany

// notifyAfter is how many wrong codes, after a right password, pass before the
// owner is told.
const notifyAfter = 3

const day = 24 * time.Hour

// These are the limits. Whoever guesses from one network is slowed down there, and
// does not lock out the owner, who comes from another. Guesses from many networks
// are counted together, for networks that the account was never used from.
var (
	loginHere     = throttle.NewLimit("log-in of an account from a network", 5, 2*time.Second, 15*time.Minute, day)
	loginAnywhere = throttle.NewLimit("log-in of an account from anywhere", 30, time.Second, time.Minute, day)
	loginFailures = throttle.NewLimit("failed log-ins from a network", 100, time.Second, 5*time.Minute, time.Hour)
	stepUps       = throttle.NewLimit("step-up", 5, 2*time.Second, 15*time.Minute, day)
	codesHere     = throttle.NewLimit("codes of an account from a network", 5, 5*time.Second, 15*time.Minute, day)
	codesAnywhere = throttle.NewLimit("codes of an account from anywhere", 30, 5*time.Second, 15*time.Minute, day)
	mails         = throttle.NewLimit("mail to an address", 3, time.Minute, 10*time.Minute, day)
	subscriptions = throttle.NewLimit("mail about a subscription to an address", 3, day, day, day)
	codeSets      = throttle.NewLimit("recovery codes of an account", 3, time.Minute, time.Hour, day)
	exports       = throttle.NewLimit("export of an account", 3, time.Hour, day, day)
)

// CountSubscription counts a mail about a subscription. It returns TooMany when an
// address has had enough of them: anyone can ask for one in another's name.
func (s *Service) CountSubscription(ctx context.Context, email string) error {
	return s.core.attempt(ctx, subscriptions, email)
}

// attempt counts one attempt, and returns TooMany while there is a wait.
func (s *core) attempt(ctx context.Context, l throttle.Limit, parts ...string) error {
	return s.throttle.Attempt(ctx, l, parts...)
}
