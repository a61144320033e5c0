package hosting

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/prokken/prokken/audit/upkeep"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/sites"
)

// note adds to an audit that is being asked for.
type note = func(ctx context.Context, tx *models.DB) error

// AuditNow has a site audited because its owner asks for it. It counts, unlike those that come by
// themselves. A host that nobody has verified is looked at once a day.
func (s *Service) AuditNow(ctx context.Context, user uuid.UUID, row sites.Site) (audits.Audit, error) {
	host, err := s.hostToAudit(ctx, row)
	if err != nil {
		return audits.Audit{}, err
	}
	if host.VerifiedAt == nil {
		return s.auditUnverified(ctx, user, row)
	}
	return s.auditVerified(ctx, user, row, nothing)
}

// AuditLoggedIn is the same with a log-in, which is for the one audit that is asked for with it, and for
// a verified host alone. An audit that waits or runs already is none: [ErrUnderWay].
func (s *Service) AuditLoggedIn(ctx context.Context, user uuid.UUID, row sites.Site, login upkeep.Login) (audits.Audit, error) {
	host, err := s.hostToAudit(ctx, row)
	if err != nil {
		return audits.Audit{}, err
	}
	if host.VerifiedAt == nil {
		return audits.Audit{}, ErrNotVerified
	}
	if login, err = checkedLogin(login, row); err != nil {
		return audits.Audit{}, err
	}
	given := false
	asked, err := s.auditVerified(ctx, user, row, func(ctx context.Context, tx *models.DB) error {
		given = true
		return s.giveLogin(ctx, tx, row, login)
	})
	if err == nil && !given {
		err = ErrUnderWay
	}
	return asked, err
}

// hostToAudit is the host of a site that is kept up.
func (s *Service) hostToAudit(ctx context.Context, row sites.Site) (sites.Host, error) {
	if row.State != sites.Active && row.State != sites.Trial {
		return sites.Host{}, ErrNotKept
	}
	return sites.HostOf(ctx, s.db, row.ID)
}

// auditVerified takes the audit from the plan.
func (s *Service) auditVerified(ctx context.Context, user uuid.UUID, row sites.Site, also note) (audits.Audit, error) {
	if err := s.GiveBackFailed(ctx); err != nil { // so that nobody waits for what is theirs
		return audits.Audit{}, err
	}
	return s.Auditor.AskFor(ctx, row.ID, audits.Asked, &user, func(ctx context.Context, tx *models.DB) error {
		err := s.Plans.Use(ctx, tx, user, billing.Audits, 1)
		if errors.Is(err, billing.ErrLimit) {
			return fmt.Errorf("%w: %w", ErrNoAudits, err)
		}
		if err != nil {
			return err
		}
		return errors.Join(audits.Count(ctx, tx, row.ID), also(ctx, tx))
	})
}

// auditUnverified is for a host that may be anybody's. An audit that failed is no look.
func (s *Service) auditUnverified(ctx context.Context, user uuid.UUID, row sites.Site) (audits.Audit, error) {
	newest, err := audits.Newest(ctx, s.db, row.ID)
	switch {
	case errors.Is(err, models.ErrNotFound):
	case err != nil:
		return newest, err
	case !newest.Open() && newest.State != audits.AuditFailed && s.Clock.Now().Sub(newest.AskedAt) < oneDay:
		return newest, ErrOneADay
	}
	return s.Auditor.AskFor(ctx, row.ID, audits.Asked, &user, nothing)
}
