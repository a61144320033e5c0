package auth

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/throttles"
)

// ErrTooMany is what every [TooMany] is.
var ErrTooMany = errors.New("too many attempts")

// TooMany says when it may be tried again.
type TooMany struct{ Until time.Time }

// Error tells it in words for a log.
func (t TooMany) Error() string { return fmt.Sprintf("%v until %s", ErrTooMany, t.Until) }

// Unwrap makes it an ErrTooMany.
func (TooMany) Unwrap() error { return ErrTooMany }

// limit is how often something may be tried: free times at once, then with
// waits that double from first to longest. See remembered for memory.
type limit struct {
	name                   string
	free                   int64
	first, longest, memory time.Duration
}

// tellAfter is how many wrong codes, after a right password, the owner is told of.
const tellAfter = 3

// The limits. Whoever guesses from one network is slowed down there, and does
// not keep the owner out, who comes from another. Guesses from many networks
// are counted together, for networks that the account was never used from.
var (
	loginHere     = limit{"log-in of an account from a network", 5, 2 * time.Second, 15 * time.Minute, 24 * time.Hour}
	loginAnywhere = limit{"log-in of an account from anywhere", 30, time.Second, time.Minute, 24 * time.Hour}
	loginFailures = limit{"failed log-ins from a network", 100, time.Second, 5 * time.Minute, time.Hour}
	stepUps       = limit{"step-up", 5, 2 * time.Second, 15 * time.Minute, 24 * time.Hour}
	codesHere     = limit{"codes of an account from a network", 5, 5 * time.Second, 15 * time.Minute, 24 * time.Hour}
	codesAnywhere = limit{"codes of an account from anywhere", 30, 5 * time.Second, 15 * time.Minute, 24 * time.Hour}
	mails         = limit{"mail to an address", 3, time.Minute, 10 * time.Minute, 24 * time.Hour}
	subscriptions = limit{"mail about a subscription to an address", 3, 24 * time.Hour, 24 * time.Hour, 24 * time.Hour}
	codeSets      = limit{"recovery codes of an account", 3, time.Minute, time.Hour, 24 * time.Hour}
	exports       = limit{"export of an account", 3, time.Hour, 24 * time.Hour, 24 * time.Hour}
)

// wait is how long to wait after that many attempts.
func (l limit) wait(count int64) time.Duration {
	wait := l.first
	for range count - l.free {
		if wait *= 2; wait >= l.longest {
			return l.longest
		}
	}
	if count < l.free {
		return 0
	}
	return wait
}

// remembered is what is left of a count after some time: the free ones come
// back in memory, one by one, however busy it is. A count that stands for the
// longest wait grows no more.
func (l limit) remembered(count int64, passed time.Duration) int64 {
	if passed > l.memory {
		return 0
	}
	most := l.free
	for wait := l.first; wait < l.longest; wait *= 2 {
		most++
	}
	back := int64(passed) / (int64(l.memory) / l.free)
	return max(min(count, most)-back, 0)
}

// attempt counts one, before it is known how it ends: a thousand at once do not
// slip through. It returns TooMany while there is a wait, which then does not
// grow. What ends well is forgotten with ForgetAttempts.
func (s *Service) attempt(ctx context.Context, l limit, parts ...string) error {
	_, err := s.count(ctx, l, parts...)
	return err
}

// CountSubscription counts a mail about a subscription; TooMany when an address
// has had enough of them: anyone can ask for one in another's name.
func (s *Service) CountSubscription(ctx context.Context, email string) error {
	return s.attempt(ctx, subscriptions, email)
}

func (s *Service) count(ctx context.Context, l limit, parts ...string) (int64, error) {
	read, err := throttles.Of(ctx, s.db, s.throttleKey(l, parts...))
	if err != nil {
		return 0, err
	}
	return s.countFrom(ctx, l, read[0])
}

// countFrom counts on from what was read.
func (s *Service) countFrom(ctx context.Context, l limit, read throttles.Throttle) (int64, error) {
	for {
		if err := s.stillBlocked(read); err != nil {
			return read.Count, err
		}
		now := s.now()
		next := throttles.Throttle{Key: read.Key, Count: l.remembered(read.Count, now.Sub(read.UpdatedAt)) + 1, UpdatedAt: now}
		next.BlockedUntil = now.Add(l.wait(next.Count))
		if err := throttles.CountAttempt(ctx, s.db, read, next); !errors.Is(err, models.ErrConflict) {
			return next.Count, err
		}
		again, err := throttles.Of(ctx, s.db, read.Key) // someone else counted
		if err != nil {
			return 0, err
		}
		read = again[0]
	}
}

// blocked is TooMany while there is a wait, and counts nothing.
func (s *Service) blocked(ctx context.Context, l limit, parts ...string) error {
	read, err := throttles.Of(ctx, s.db, s.throttleKey(l, parts...))
	if err != nil {
		return err
	}
	return s.stillBlocked(read[0])
}

func (s *Service) stillBlocked(t throttles.Throttle) error {
	if s.now().Before(t.BlockedUntil) {
		return TooMany{t.BlockedUntil}
	}
	return nil
}

// throttleKey hides whom a counter is about.
func (s *Service) throttleKey(l limit, parts ...string) string {
	return s.keys.current().mac("throttle", append([]string{l.name}, parts...)...)
}
