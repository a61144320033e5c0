package auth

import (
	"context"
	"errors"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"

	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/jobrows"
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
	Lifetimes     CookieLifetimes
	Mailer        Mailer
	Tasks         TaskQueue
	Invoices      InvoiceLister // nil: there are no invoices
	Clock         clock.Clock   // nil: the machine's
}

// CookieLifetimes says how long the cookies live that carry tokens.
type CookieLifetimes interface {
	Lifetime(name cookie.Name) time.Duration
}

// Mailer promises, as part of tx, that the letter will be sent.
type Mailer interface {
	SendMail(ctx context.Context, tx *models.DB, letter mail.Letter) error
}

// TaskQueue promises, as part of tx, that [Service.Work] will do the task.
type TaskQueue interface {
	AccountTask(ctx context.Context, tx *models.DB, task jobrows.AccountTask) error
}

// InvoiceLister lists a user's invoices, for a copy of their data.
type InvoiceLister interface {
	Invoices(ctx context.Context, userID uuid.UUID) (any, error)
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
	mailer    Mailer
	tasks     TaskQueue
	invoices  InvoiceLister // nil: there are none
	clock     clock.Clock
}

// New makes the service.
func New(db *models.DB, keys Keys, s Settings) *Service {
	return &Service{
		db: db, keys: keys, issuer: s.Issuer, siteName: s.SiteName, passkeys: newPasskeys(s), hasher: newHasher(s.Hashes),
		lifetimes: lifetimes{declared: s.Lifetimes, absolute: s.AbsoluteLimit},
		mailer:    s.Mailer, tasks: s.Tasks, invoices: s.Invoices, clock: clock.Or(s.Clock),
	}
}

func (s *Service) now() time.Time { return s.clock.Now() }

func (s *Service) invoicesOf(ctx context.Context, userID uuid.UUID) (any, error) {
	if s.invoices == nil {
		return []any{}, nil
	}
	return s.invoices.Invoices(ctx, userID)
}

// in is the service inside a transaction.
func (s *Service) in(tx *models.DB) *Service {
	within := *s
	within.db = tx
	return &within
}

// lifetimes of tokens are those of the cookies that carry them.
type lifetimes struct {
	declared CookieLifetimes
	absolute time.Duration
}

func (l lifetimes) access() time.Duration { return l.declared.Lifetime(cookie.Access) }
func (l lifetimes) idle() time.Duration   { return l.declared.Lifetime(cookie.Refresh) }
