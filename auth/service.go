// Package auth holds the rules of accounts: sign-up, log-in, sessions, second
// factors, passkeys, the owner's own data, and what an admin can do to an account.
//
// It knows nothing of HTTP. Handlers, commands and workers call it through
// [Service], or take the one subject that they need: [Registration], [Logins],
// [SessionManager], [SecondFactors], [Passkeys], [Passwords], [Addresses],
// [DataExports], [Deletions], [Admins], [AuditorAccount], [Links] or [ActivityLog].
// The packages below it know no accounts: keys signs, password hashes, totp
// computes codes and throttle counts attempts.
//
// Start reading at [Service] and at [core], which all subjects share;
// session_refresh.go tells how rotation works.
package auth

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/auth/keys"
	"github.com/prokken/prokken/auth/password"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/jobrows"
)

// These can go wrong with an account, besides validation.Errors and [TooMany].
var (
	ErrCredentials = errors.New("wrong e-mail address or password, or an address that is not confirmed")
	ErrDisabled    = errors.New("the account is disabled")
	ErrSignedOut   = errors.New("not logged in")
	ErrEnded       = errors.New("the session has ended")
	ErrLink        = errors.New("the link was used, is too old, or is not ours")
	ErrStepUp      = errors.New("the owner has to prove again who they are")
	ErrNoFactor    = errors.New("an admin without a second factor")
	ErrBusy        = password.ErrBusy
)

// Settings holds what the service needs to know.
type Settings struct {
	Issuer        string // who signs tokens, and for whom: the site's address
	SiteName      string
	AbsoluteLimit time.Duration
	Hasher        Hasher // nil: at the recommended cost, one password per processor at once
	Lifetimes     CookieLifetimes
	Mailer        Mailer
	Tasks         TaskQueue
	Invoices      InvoiceLister // nil: there are no invoices
	Clock         clock.Clock   // nil: the machine's
}

// Hasher turns passwords into what is stored of them, and tells whether one matches.
type Hasher interface {
	Hash(ctx context.Context, password string) (string, error)
	Matches(ctx context.Context, password, hash string) (bool, error)
	IsFull() bool  // the next one would be refused with [ErrBusy]
	Dummy() string // costs as much to compare with as any other, and matches no password
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

// Service is the front of the package: it has the methods of all subjects.
type Service struct {
	*Registration
	*Logins
	*SessionManager
	*SecondFactors
	*Passkeys
	*Passwords
	*Addresses
	*DataExports
	*Deletions
	*Admins
	*AuditorAccount
	*Links
	*ActivityLog

	core *core
}

// New makes the service.
func New(db *models.DB, ring keys.Ring, s Settings) *Service {
	c := newCore(db, ring, s)
	factors := &SecondFactors{core: c}
	sessions := &SessionManager{core: c, factors: factors}
	passwords := &Passwords{core: c, sessions: sessions}
	deletions := &Deletions{core: c}
	return &Service{
		Registration: &Registration{c}, Logins: &Logins{core: c, sessions: sessions, factors: factors},
		SessionManager: sessions, SecondFactors: factors,
		Passkeys:  &Passkeys{core: c, sessions: sessions, factors: factors, webauthn: newWebAuthn(s)},
		Passwords: passwords, Addresses: &Addresses{core: c, passwords: passwords, deletions: deletions},
		DataExports: &DataExports{core: c, factors: factors, invoices: s.Invoices}, Deletions: deletions,
		Admins: &Admins{core: c, factors: factors}, AuditorAccount: &AuditorAccount{c},
		Links: &Links{c}, ActivityLog: &ActivityLog{c}, core: c,
	}
}
