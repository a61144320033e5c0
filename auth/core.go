package auth

import (
	"time"

	"github.com/prokken/prokken/auth/keys"
	"github.com/prokken/prokken/auth/password"
	"github.com/prokken/prokken/auth/throttle"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
)

// core is what the subjects share: the database, the keys, the clock, and through
// its methods the flows of mailed links, letters to owners and the activity log.
// It never changes. A method that works inside a transaction takes it as tx.
type core struct {
	db        *models.DB
	keys      keys.Ring
	hasher    Hasher
	throttle  throttle.Counter
	issuer    string
	siteName  string
	lifetimes lifetimes
	mailer    Mailer
	tasks     TaskQueue
	clock     clock.Clock
}

func newCore(db *models.DB, ring keys.Ring, s Settings) *core {
	now := clock.Or(s.Clock)
	return &core{
		db: db, keys: ring, hasher: hasherOr(s.Hasher), throttle: throttle.New(db, ring, now),
		issuer: s.Issuer, siteName: s.SiteName,
		lifetimes: lifetimes{declared: s.Lifetimes, absolute: s.AbsoluteLimit},
		mailer:    s.Mailer, tasks: s.Tasks, clock: now,
	}
}

// hasherOr returns h, or where it is nil one at the recommended cost.
func hasherOr(h Hasher) Hasher {
	if h == nil {
		return password.NewHasher(0, password.Recommended)
	}
	return h
}

func (s *core) now() time.Time { return s.clock.Now() }

// lifetimes are how long tokens live: as long as the cookies that carry them.
type lifetimes struct {
	declared CookieLifetimes
	absolute time.Duration
}

func (l lifetimes) access() time.Duration { return l.declared.Lifetime(cookie.Access) }
func (l lifetimes) idle() time.Duration   { return l.declared.Lifetime(cookie.Refresh) }
