// Package schedule has the own site audited when it is due: one audit at a time over
// all servers, and each is kept. handlers and jobs call it, and the wiring makes its
// one [Service]. Start reading at [Service.Ask] and [Service.Run].
package schedule

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/program"
)

// Settings are what the service needs to know.
type Settings struct {
	Site     models.SiteID
	BaseURL  string
	Every    time.Duration // 0: only when asked
	Pages    int
	Private  []string // what may be on a private network besides the site itself
	Chromium string   // path; "": there is none, so nothing is audited
	Accounts AccountProvider
	Cleaner  Cleaner // nil: nothing is left behind
	Queue    Queue
	Mailer   Mailer
	Browser  Browser // nil: audit.Run
	// Customers are asked about audits of all sites but Site; nil: there are none.
	Customers Customers
	Clock     clock.Clock // nil: the machine's
}

// Customers knows how the sites of customers are audited, and what follows from it.
type Customers interface {
	// Request returns how the audit is done; [ErrNotNow] if the site has to be left alone for a while.
	Request(ctx context.Context, a audits.Audit) (audit.Request, error)
	// Audited takes in what an audit saw, as part of tx.
	Audited(ctx context.Context, tx *models.DB, a audits.Audit, r report.Report) error
	// Failed is told that an audit could not be done, as part of tx.
	Failed(ctx context.Context, tx *models.DB, a audits.Audit) error
}

// ErrNotNow says that a site has to be left alone for a while.
var ErrNotNow = errors.New("the site is not audited just now")

// AccountProvider prepares the account that logs in.
type AccountProvider interface {
	Account(ctx context.Context) (audit.Account, error)
}

// Cleaner ends what the account left open when it went to pay.
type Cleaner interface {
	Leave(ctx context.Context, account audit.Account) error
}

// Queue promises, as part of tx, that [Service.Run] will do the audit.
type Queue interface {
	Audit(ctx context.Context, tx *models.DB, id uuid.UUID) error
}

// Mailer promises, as part of tx, that the letter will be sent.
type Mailer interface {
	SendMail(ctx context.Context, tx *models.DB, letter mail.Letter) error
}

// Browser visits a site.
type Browser interface {
	Browse(ctx context.Context, request audit.Request) (report.Report, error)
}

// chromium is the browser that audits outside of tests. It is kept for a while after an audit,
// for the next one of the queue, which has profiles of its own in it: all are of the own site. Each
// audit of another site has a browser for itself.
type chromium struct {
	path     string
	browsers *browser.Pool
}

// kept is for how long the browser is kept.
const kept = time.Minute

// newChromium makes the browser at the path; it starts with the first audit.
func newChromium(path string) chromium {
	return chromium{path, browser.NewPool(path, browser.PoolOptions{LowPriority: true, Idle: kept})}
}

// Browse runs the audit.
func (c chromium) Browse(ctx context.Context, request audit.Request) (report.Report, error) {
	if request.Own {
		request.Browsers = c.browsers
		return audit.Run(ctx, request)
	}
	alone := browser.NewPool(c.path, browser.PoolOptions{LowPriority: true})
	defer alone.Close()
	request.Browsers = alone
	return audit.Run(ctx, request)
}

// Close ends the browser.
func (c chromium) Close() { c.browsers.Close() }

// Service holds the rules of auditing the own site.
type Service struct {
	Settings
	db     *models.DB
	newest atomic.Pointer[Latest]
}

// ErrNoBrowser: this server has no Chromium to audit with.
var ErrNoBrowser = browser.ErrNoChromium

// New makes the service.
func New(db *models.DB, settings Settings) *Service {
	settings.Clock = clock.Or(settings.Clock)
	if settings.Browser == nil {
		settings.Browser = newChromium(settings.Chromium)
	}
	return &Service{Settings: settings, db: db}
}

// Close ends the browser that is kept for the next audit.
func (s *Service) Close() {
	if kept, isKept := s.Browser.(interface{ Close() }); isKept {
		kept.Close()
	}
}

// CanAudit reports whether there is a browser here.
func (s *Service) CanAudit() bool { return s.Chromium != "" }

// Scheduled reports whether audits come by themselves.
func (s *Service) Scheduled() bool { return s.CanAudit() && s.Every > 0 }

// Ask has the site audited, for an admin or, for nil, the schedule, and notes
// whatever note adds. One that waits or runs already is enough.
func (s *Service) Ask(
	ctx context.Context,
	by *uuid.UUID,
	note func(ctx context.Context, tx *models.DB) error,
) (audits.Audit, error) {
	if !s.CanAudit() {
		return audits.Audit{}, ErrNoBrowser
	}
	if err := s.giveUp(ctx); err != nil {
		return audits.Audit{}, err
	}
	cause := audits.Asked
	if by == nil {
		cause = audits.Scheduled
	}
	return s.AskFor(ctx, s.Site, cause, by, note)
}

// AskFor has a site of anybody audited, and notes whatever note adds where there was none that
// waits or runs already.
func (s *Service) AskFor(
	ctx context.Context,
	site models.SiteID,
	cause audits.Cause,
	by *uuid.UUID,
	note func(ctx context.Context, tx *models.DB) error,
) (audits.Audit, error) {
	if !s.CanAudit() {
		return audits.Audit{}, ErrNoBrowser
	}
	asked := audits.Audit{
		ID:      models.NewID(),
		SiteID:  site,
		AskedAt: s.Clock.Now(),
		AskedBy: by,
		Cause:   cause,
		State:   audits.AuditAsked,
	}
	err := s.db.Transaction(ctx, func(tx *models.DB) error {
		open, err := audits.FindOpen(ctx, tx, site)
		if err == nil {
			asked = open
			return s.ensureJob(ctx, tx, open)
		}
		if !errors.Is(err, models.ErrNotFound) {
			return err
		}
		if err := audits.Create(ctx, tx, &asked); err != nil {
			return err
		}
		if err := note(ctx, tx); err != nil {
			return err
		}
		return s.Queue.Audit(ctx, tx, asked.ID)
	})
	if errors.Is(err, models.ErrConflict) {
		return audits.FindOpen(ctx, s.db, site) // somebody asked at the same moment
	}
	return asked, err
}

// ensureJob: an audit that waits has a job, also when one was lost.
func (s *Service) ensureJob(ctx context.Context, tx *models.DB, a audits.Audit) error {
	if a.State != audits.AuditAsked {
		return nil
	}
	return s.Queue.Audit(ctx, tx, a.ID)
}

// early is how much sooner than its time an audit is due: who looks comes by once
// an hour, and not to the second.
const early = 10 * time.Minute

// Due reports whether the newest audit is so old that the next one is to come.
func (s *Service) Due(ctx context.Context) (bool, error) {
	if !s.Scheduled() {
		return false, nil
	}
	last, err := audits.LastAsked(ctx, s.db, s.Site)
	return s.Clock.Now().Sub(last) >= s.Every-early, err
}

// Hourly asks for the next audit when it is due, fails those whose server is
// gone, and forgets old ones.
func (s *Service) Hourly(ctx context.Context) error {
	before := s.Clock.Now().Add(-program.AuditReportsKept)
	tidied := errors.Join(audits.Tidy(ctx, s.db, s.Site, before, program.AuditPicturesKept), audits.DeleteOld(ctx, s.db, before))
	if err := errors.Join(s.giveUp(ctx), tidied); err != nil {
		return err
	}
	due, err := s.Due(ctx)
	if err != nil || !due {
		return err
	}
	_, err = s.Ask(ctx, nil, func(context.Context, *models.DB) error { return nil })
	return err
}
