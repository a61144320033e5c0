package schedule

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/policies"
)

// stale is after how long a running audit's server must be gone. It is longer
// than an audit may take.
const stale = 7 * time.Minute

const lost = "The server that ran it stopped before it was done."

func (s *Service) giveUp(ctx context.Context) error {
	now := s.Clock.Now()
	return audits.GiveUp(ctx, s.db, now.Add(-stale), now, lost)
}

// Run does an audit that is asked for, and stores what came of it. One that is
// done already is not done again. Busy: it has to wait, since another one runs.
func (s *Service) Run(ctx context.Context, id uuid.UUID) (busy bool, err error) {
	if err := s.giveUp(ctx); err != nil {
		return false, err
	}
	a, err := audits.Find(ctx, s.db, id)
	if errors.Is(err, models.ErrNotFound) {
		return false, nil // of what is gone nothing is left to do
	}
	if err != nil {
		return false, err
	}
	err = audits.Begin(ctx, s.db, a.SiteID, id, s.Clock.Now())
	if errors.Is(err, models.ErrConflict) {
		return s.mustWait(ctx, id)
	}
	if err != nil {
		return false, err
	}
	err = s.run(ctx, a)
	if errors.Is(err, browser.ErrDidNotStart) || errors.Is(err, ErrNotNow) {
		return true, nil // it waits again: another time the machine may be less busy
	}
	return false, err
}

// mustWait: of what is done or gone nothing is left to do.
func (s *Service) mustWait(ctx context.Context, id uuid.UUID) (bool, error) {
	a, err := audits.Find(ctx, s.db, id)
	if errors.Is(err, models.ErrNotFound) {
		return false, nil
	}
	return a.Open(), err
}

// run browses and stores; at the end of the program the audit waits again.
func (s *Service) run(ctx context.Context, a audits.Audit) error {
	report, err := s.browseAny(ctx, a)
	if errors.Is(ctx.Err(), context.Canceled) || errors.Is(err, ErrNotNow) {
		return errors.Join(err, ctx.Err(), audits.Return(context.WithoutCancel(ctx), s.db, a.SiteID, a.ID))
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	if errors.Is(err, browser.ErrDidNotStart) && s.mayWait(a) {
		slog.WarnContext(ctx, "an audit waits for a browser that comes up", "audit", a.ID, "error", err)
		return errors.Join(err, audits.Return(ctx, s.db, a.SiteID, a.ID))
	}
	if err != nil {
		return s.fail(ctx, a, err)
	}
	return s.store(ctx, a, report)
}

// browseAny has the browser look at the own site, or at one of a customer.
func (s *Service) browseAny(ctx context.Context, a audits.Audit) (report.Report, error) {
	if a.SiteID == s.Site {
		return s.browse(ctx, a)
	}
	request, err := s.Customers.Request(ctx, a)
	if err != nil {
		return report.Report{}, err
	}
	stopping, stop := context.WithCancel(ctx)
	defer stop()
	request.Progress = s.follow(ctx, a, stop)
	return s.Browser.Browse(stopping, request)
}

// maxWait is how long after it was asked for an audit still waits for a machine.
const maxWait = time.Hour

// mayWait reports whether the audit may go back to the queue.
func (s *Service) mayWait(a audits.Audit) bool { return s.Clock.Now().Sub(a.AskedAt) < maxWait }

// browse has the browser look. Without an account it looks as an anonymous visitor does.
func (s *Service) browse(ctx context.Context, a audits.Audit) (report.Report, error) {
	request := s.request()
	request.BothWays = s.isFirstOfWeek()
	stopping, stop := context.WithCancel(ctx)
	defer stop()
	request.Progress = s.follow(ctx, a, stop)
	account, err := s.Accounts.Account(ctx)
	if err == nil {
		request.Account = &account
	} else if !errors.Is(err, models.ErrConflict) {
		return report.Report{}, err
	}
	report, problem := s.Browser.Browse(stopping, request)
	if request.Account != nil {
		s.leave(ctx, account)
	}
	if err != nil {
		report.Notes = append(report.Notes, "Nobody logged in: the account with which audits log in is disabled.")
	}
	return report, problem
}

// isFirstOfWeek reports whether no audit was done since Monday: the first of each week looks
// at the site both ways.
func (s *Service) isFirstOfWeek() bool {
	newest := s.Newest()
	if newest == nil || newest.Audit.EndedAt == nil {
		return true
	}
	year, week := s.Clock.Now().ISOWeek()
	lastYear, lastWeek := newest.Audit.EndedAt.UTC().ISOWeek()
	return year != lastYear || week != lastWeek
}

// leaveTime bounds what follows an audit: a program that ends waits ten seconds for
// its jobs.
const leaveTime = 8 * time.Second

// leave tidies up behind an audit, also at the end of the program. What was seen
// counts even where that fails: the next one does it again.
func (s *Service) leave(ctx context.Context, account audit.Account) {
	if s.Cleaner == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaveTime)
	defer cancel()
	if err := s.Cleaner.Leave(ctx, account); err != nil {
		slog.WarnContext(ctx, "what an audit left open at the payment page could not be ended", "error", err)
	}
}

// request is how the own site is audited: as anonymous visitors see it, from outside.
func (s *Service) request() audit.Request {
	return audit.Request{
		URL: s.BaseURL, Own: true, Private: append([]string{hostPort(s.BaseURL)}, s.Private...), Skip: []string{"/dev/"},
		Pages: s.Pages, Shots: true, Limits: audit.DefaultLimits(),
	}
}

// hostPort is where the site's address leads.
func hostPort(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	port := u.Port()
	switch {
	case port != "":
	case u.Scheme == "https":
		port = "443"
	default:
		port = "80"
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// fail notes why an audit could not be done. What only the log may tell stays
// there.
func (s *Service) fail(ctx context.Context, a audits.Audit, cause error) error {
	slog.ErrorContext(ctx, "an audit could not be done", "audit", a.ID, "error", cause)
	problem := "The browser could not be started, or the site could not be opened. The server log says more."
	if errors.Is(cause, ErrNoBrowser) {
		problem = "There is no longer a Chromium on this server."
	}
	now := s.Clock.Now()
	failed := audits.Audit{ID: a.ID, SiteID: a.SiteID, State: audits.AuditFailed, EndedAt: &now, Problem: problem}
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		err := audits.End(ctx, tx, failed)
		if err == nil && a.SiteID != s.Site {
			err = s.Customers.Failed(ctx, tx, a)
		}
		return err
	})
}

// errGivenUp says that an audit does not run any more: it took too long.
var errGivenUp = errors.New("the audit was given up meanwhile")

// store keeps the report and its pictures, and tells admins of what is new and
// bad: all of it, or nothing.
func (s *Service) store(ctx context.Context, a audits.Audit, report report.Report) error {
	text, err := json.Marshal(report)
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	done := audits.Audit{
		ID:      a.ID,
		SiteID:  a.SiteID,
		Cause:   a.Cause,
		State:   audits.AuditDone,
		EndedAt: &now,
		Result:  ResultOf(report),
		Report:  string(text),
	}
	if done.VersionID, err = s.versionOf(ctx, a.SiteID, report.Policy); err != nil {
		return err
	}
	if _, err := Read(done); err != nil { // nobody could look at it, nor at the pages that tell of it
		return s.fail(ctx, a, err)
	}
	err = s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := audits.End(ctx, tx, done); errors.Is(err, models.ErrConflict) {
			return errGivenUp
		} else if err != nil {
			return err
		}
		if err := audits.SaveScreenshots(ctx, tx, shotsOf(a.ID, report)); err != nil {
			return err
		}
		if a.SiteID != s.Site {
			return s.Customers.Audited(ctx, tx, done, report)
		}
		return s.notify(ctx, tx, a.ID, report)
	})
	if errors.Is(err, errGivenUp) {
		return nil
	}
	if err != nil || a.SiteID != s.Site {
		return err
	}
	return s.Reload(ctx)
}

// versionOf finds the version that the site was compared with; nil where there
// was none, or what the site served is not known here.
func (s *Service) versionOf(ctx context.Context, site models.SiteID, read *report.Policy) (*uuid.UUID, error) {
	if read == nil {
		return nil, nil //nolint:nilnil // the site had no policy to compare with
	}
	id, err := policies.VersionIDBySHA256(ctx, s.db, site, read.Slug, read.Version, read.SHA256)
	if errors.Is(err, models.ErrNotFound) {
		return nil, nil //nolint:nilnil // another program serves the site
	}
	return &id, err
}

// ResultOf is what lists show of a report.
func ResultOf(r report.Report) audits.Result {
	result := audits.Result{
		Browser: r.Browser, ClaimsHold: int64(r.Count(report.Holds)), ClaimsFail: int64(r.Count(report.Fails)),
		ClaimsTotal: int64(len(r.Claims)), Passed: r.Passed(), Complete: r.Complete(),
	}
	if r.Policy != nil {
		result.PolicySlug, result.PolicyVersion, result.PolicySHA256 = r.Policy.Slug, r.Policy.Version, r.Policy.SHA256
	}
	for _, f := range r.Findings {
		switch f.Severity {
		case report.High:
			result.FindingsHigh++
		case report.Medium:
			result.FindingsMedium++
		default:
			result.FindingsLow++
		}
	}
	return result
}

func shotsOf(id uuid.UUID, r report.Report) []audits.Screenshot {
	var shots []audits.Screenshot
	for _, j := range r.Journeys {
		for _, p := range j.Pages {
			if len(p.Screenshot) > 0 {
				address := strings.ReplaceAll(strings.ToValidUTF8(p.URL, ""), "\x00", "")
				shots = append(
					shots,
					audits.Screenshot{
						AuditID: id,
						N:       int64(len(shots) + 1),
						Journey: string(j.Name),
						URL:     address,
						JPEG:    p.Screenshot,
					},
				)
			}
		}
	}
	return shots
}
