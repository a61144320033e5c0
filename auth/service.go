package auth

import (
	"context"
	"errors"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
)

// What can go wrong with an account, besides models.Invalid and [TooMany].
var (
	ErrCredentials = errors.New("wrong e-mail address or password, or an address that is not confirmed")
	ErrDisabled    = errors.New("the account is disabled")
	ErrSignedOut   = errors.New("not logged in")
	ErrEnded       = errors.New("the session has ended")
	ErrLink        = errors.New("the link was used, is too old, or is not ours")
	ErrStepUp      = errors.New("the owner has to prove again who they are")
	ErrNoFactor    = errors.New("an admin without a second factor")
)

// Settings are what the service needs to know.
type Settings struct {
	Issuer        string // who signs tokens, and for whom: the site's address
	SiteName      string
	AbsoluteLimit time.Duration
	Hashes        int // at once; 0: one a processor
	Lifetime      func(cookie.Name) time.Duration
	Send          func(ctx context.Context, tx *models.DB, letter mail.Letter) error
	Task          func(ctx context.Context, tx *models.DB, task models.AccountTask) error
	Now           func() time.Time // nil: the clock
	// Invoices are a user's, for a copy of their data; nil: there are none.
	Invoices func(ctx context.Context, userID uuid.UUID) (any, error)
}

// Service holds the rules of accounts and sessions.
type Service struct {
	db        *models.DB
	keys      Keys
	issuer    string
	siteName  string
	passkeys  *webauthn.WebAuthn // nil where passkeys cannot work
	hasher    hasher
	lifetimes lifetimes
	send      func(ctx context.Context, tx *models.DB, letter mail.Letter) error
	task      func(ctx context.Context, tx *models.DB, task models.AccountTask) error
	invoices  func(ctx context.Context, userID uuid.UUID) (any, error)
	now       func() time.Time
}

// New makes the service.
func New(db *models.DB, keys Keys, s Settings) *Service {
	now := s.Now
	if now == nil {
		now = models.Now
	}
	invoices := s.Invoices
	if invoices == nil {
		invoices = func(context.Context, uuid.UUID) (any, error) { return []any{}, nil }
	}
	return &Service{
		db: db, keys: keys, issuer: s.Issuer, siteName: s.SiteName, passkeys: newPasskeys(s), hasher: newHasher(s.Hashes),
		lifetimes: lifetimes{declared: s.Lifetime, absolute: s.AbsoluteLimit}, send: s.Send, task: s.Task, invoices: invoices, now: now,
	}
}

// in is the service inside a transaction.
func (s *Service) in(tx *models.DB) *Service {
	within := *s
	within.db = tx
	return &within
}

// lifetimes of tokens are those of the cookies that carry them.
type lifetimes struct {
	declared func(cookie.Name) time.Duration
	absolute time.Duration
}

func (l lifetimes) access() time.Duration { return l.declared(cookie.Access) }
func (l lifetimes) idle() time.Duration   { return l.declared(cookie.Refresh) }
