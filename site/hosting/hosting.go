// Package hosting is what owners do with their sites: they add one by its address, show that its
// host is theirs, publish its policy, pause it and give it up, within what their plan allows; and
// what a stranger does at the front door, where an address is audited without an account.
// handlers call it, and jobs what comes with time. Start reading at [Service].
package hosting

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/audit/upkeep"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/verification"
)

// Settings are what the service needs to know.
type Settings struct {
	Sites    *site.Registry
	Plans    Plans
	Auditor  Auditor
	Verifier Verifier
	Secrets  upkeep.Sealer // seals the log-ins that are given for an audit
	Settler  Settler
	Mailer   Mailer
	Grace    time.Duration // from the mail to the pause of a site for which its owner's plan has no room
	Private  []string      // hosts on a private network that may be added all the same, as host:port
	Clock    clock.Clock   // nil: the machine's
}

// Plans says how much an owner may use.
type Plans interface {
	Allowance(ctx context.Context, user uuid.UUID, e billing.Entitlement) (billing.Allowance, error)
	Use(ctx context.Context, tx *models.DB, user uuid.UUID, e billing.Entitlement, n int64) error
	GiveBack(ctx context.Context, tx *models.DB, user uuid.UUID, e billing.Entitlement, n int64) error
}

// Auditor has a site audited.
type Auditor interface {
	// CanAudit reports whether there is a browser.
	CanAudit() bool
	AskFor(
		ctx context.Context, site models.SiteID, cause audits.Cause, by *uuid.UUID,
		note func(ctx context.Context, tx *models.DB) error,
	) (audits.Audit, error)
}

// Settler is told what a site says from now on.
type Settler interface {
	// Settle closes, as part of tx, the findings that the document answers.
	Settle(ctx context.Context, tx *models.DB, row sites.Site, d policy.Document) error
}

// Mailer promises, as part of tx, that the letter will be sent.
type Mailer interface {
	SendMail(ctx context.Context, tx *models.DB, letter mail.Letter) error
}

// Verifier looks whether a host shows a token.
type Verifier interface {
	CheckWith(ctx context.Context, address, token string, o verification.Options) (sites.Method, error)
}

// Service holds the rules of hosting sites.
type Service struct {
	Settings
	db *models.DB
}

// New makes the service.
func New(db *models.DB, settings Settings) *Service {
	settings.Clock = clock.Or(settings.Clock)
	return &Service{settings, db}
}

// What a site without a plan, and one at the front door, is held to.
const (
	// perNetwork is how many audits one network may ask for at the front door, in a day.
	perNetwork = 3
	// perDay is how many all may ask for there, in a day.
	perDay = 200
	// maxWaiting is how many audits may wait at the front door.
	maxWaiting = 10
	// maxTrials is how many sites without a plan somebody may have.
	maxTrials = 3
)

// What the service refuses.
var (
	// ErrNoPlan says that this takes a plan that has room for the site.
	ErrNoPlan = errors.New("this takes a plan with room for the site")
	// ErrNoAudits says that all audits of the month are used.
	ErrNoAudits = errors.New("all audits of the month are used")
	// ErrNotVerified says that nobody has shown whose host it is.
	ErrNotVerified = errors.New("the host is not verified")
	// ErrOneADay says that a host that nobody has verified is audited once a day.
	ErrOneADay = errors.New("a host that is not verified is audited once a day")
	// ErrUnderWay says that an audit waits or runs already, which no log-in can be given any more.
	ErrUnderWay = errors.New("an audit is under way already")
	// ErrElsewhere says that another account has shown that the host is its own.
	ErrElsewhere = errors.New("the host is another account's")
	// ErrTooManyToday says that somebody has asked for as many first looks as a day has.
	ErrTooManyToday = errors.New("there were too many first looks today")
	// ErrNotKept says that nothing is audited of a site that is not kept up.
	ErrNotKept = errors.New("the site is not kept up")
	// ErrPausedByUs says that an admin ended the audits of the site.
	ErrPausedByUs = errors.New("an admin ended the audits of the site")
	// ErrTooMany says that somebody has as many sites without a plan as there can be.
	ErrTooMany = errors.New("there are too many sites without a plan")
)

// BusyError says that the front door takes no more for a while, and from when on it does.
type BusyError struct{ Again time.Time }

// Error implements error.
func (e BusyError) Error() string {
	return "the front door is busy until " + e.Again.Format(time.RFC3339)
}
