package auth

import (
	"context"
	"time"

	"github.com/prokken/prokken/auth/throttle"
	"github.com/prokken/prokken/models/throttles"
)

// ErrTooMany is what every [TooMany] is.
var ErrTooMany = throttle.ErrTooMany

// TooMany says when something may be tried again.
type TooMany = throttle.TooMany

// notifyAfter is how many wrong codes, after a right password, pass before the
// owner is told.
const notifyAfter = 3

const day = 24 * time.Hour

// guesses holds the limits of tries of one account: from one network, and from all of them
// together. A network moves the second one only with its free tries, unless many networks
// try: what one of them does closes no other.
type guesses struct{ here, anywhere throttle.Limit }

// turnWait is how long a log-in from a new place waits while many networks try: each
// network has its own turn.
const turnWait = 3 * time.Second

// guessWarnings is how often an owner is told that somebody guesses.
var guessWarnings = throttle.NewLimit("warning of guesses to an address", 1, day, day, day)

// These are the limits. Whoever guesses from one network is slowed down there, and
// does not lock out the owner, who comes from another. Passwords that many networks guess
// cost each new place a turn; nobody is refused for what others tried. Codes, which are
// short, and which only somebody with the right password is asked for, wait longer.
var (
	loginGuesses = guesses{
		throttle.NewLimit("log-in of an account from a network", 5, 2*time.Second, 15*time.Minute, day),
		throttle.NewLimit("log-in of an account from anywhere", 30, 0, 0, day),
	}
	codeGuesses = guesses{
		throttle.NewLimit("codes of an account from a network", 5, 5*time.Second, 15*time.Minute, day),
		throttle.NewLimit("codes of an account from anywhere", 30, 5*time.Second, 15*time.Minute, day),
	}
	loginTurns    = throttle.NewLimit("turn to log in to an account", 1, turnWait, turnWait, day)
	loginFailures = throttle.NewLimit("failed log-ins from a network", 100, time.Second, 5*time.Minute, time.Hour)
	stepUps       = throttle.NewLimit("step-up", 5, 2*time.Second, 15*time.Minute, day)
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

// countGuess counts a try here and, unless it is one of many from this network alone, anywhere. It
// returns both counts; total is 0 if it did not count there.
func (s *core) countGuess(
	ctx context.Context, l guesses, here, anywhere throttles.Throttle,
) (n, total int64, err error) {
	n, err = s.throttle.CountFrom(ctx, l.here, here)
	if err != nil || n > l.here.Free && s.throttle.Standing(l.anywhere, anywhere) < l.anywhere.Free {
		return n, 0, err
	}
	total, err = s.throttle.CountFrom(ctx, l.anywhere, anywhere)
	return n, total, err
}
