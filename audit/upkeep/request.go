package upkeep

import (
	"context"
	"errors"
	"time"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/sites"
)

// Request returns how a customer's site is audited. A host that nobody has verified always hears
// that it is audited, and its robots.txt is followed.
func (s *Service) Request(ctx context.Context, a audits.Audit) (audit.Request, error) {
	row, err := sites.ByID(ctx, s.db, a.SiteID)
	if err != nil {
		return audit.Request{}, err
	}
	if err := s.mayAudit(ctx, row); err != nil {
		return audit.Request{}, err
	}
	host, err := sites.HostOf(ctx, s.db, a.SiteID)
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return audit.Request{}, err
	}
	request := audit.Request{
		URL: row.Address, Alone: true, AsVisitor: host.VerifiedAt != nil, Private: s.Private, Pages: Pages,
		Limits: audit.DefaultLimits(),
	}
	request.Limits.Total = 2 * time.Minute
	return request, s.logIn(ctx, a, row, host, &request)
}

// mayAudit keeps to what one host is asked at most, whoever asks for it: one audit at a time, and
// four in an hour. The audit that asks has begun itself.
func (s *Service) mayAudit(ctx context.Context, row sites.Site) error {
	running, err := audits.RunningAt(ctx, s.db, row.Address)
	if err != nil {
		return err
	}
	begun, err := audits.CountAt(ctx, s.db, row.Address, s.Clock.Now().Add(-time.Hour))
	if err == nil && (running > 1 || begun > perHost) {
		err = schedule.ErrNotNow
	}
	return err
}
