package hosting

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/confirmation"
)

// MayPublish says what keeps the owner of a site from publishing, besides its words: [ErrNoPlan] or
// [ErrNotVerified].
func (s *Service) MayPublish(ctx context.Context, row sites.Site) error {
	switch row.State {
	case sites.Active:
	case sites.Trial, sites.Paused:
		return ErrNoPlan
	default:
		return ErrNotKept
	}
	host, err := sites.HostOf(ctx, s.db, row.ID)
	if err == nil && host.VerifiedAt == nil {
		err = ErrNotVerified
	}
	return err
}

// Publish makes the draft that was read with the hash read the next version of the site's Cookie
// Policy. Who publishes stands by the sentences that nothing checks: they are printed as the
// owner's words.
func (s *Service) Publish(ctx context.Context, on *site.Site, by uuid.UUID, read, summary string) (int64, error) {
	if err := s.MayPublish(ctx, on.Row()); err != nil {
		return 0, err
	}
	if err := s.confirm(ctx, on, by, read); err != nil {
		return 0, err
	}
	draft, err := on.Draft(ctx, policy.CookiePolicy)
	if err != nil {
		return 0, err
	}
	return on.Publish(ctx, site.Publication{
		Slug: policy.CookiePolicy, Read: read, Summary: summary,
		Materiality: on.Impact(draft).Raise(policies.Editorial),
		Note: func(ctx context.Context, tx *models.DB, _ []string) error {
			return s.afterPublication(ctx, tx, on.Row(), draft.Document)
		},
	})
}

// confirm notes that the owner stands by what nothing checks, as far as that can be confirmed.
func (s *Service) confirm(ctx context.Context, on *site.Site, by uuid.UUID, read string) error {
	draft, err := on.Draft(ctx, policy.CookiePolicy)
	if err != nil {
		return err
	}
	_, open, err := on.Confirmations.Bases(ctx, draft.Document)
	if err != nil || len(open.Proposed()) == 0 {
		return err
	}
	return on.Confirmations.Confirm(ctx, confirmation.Confirming{
		Slug: policy.CookiePolicy, Read: read, By: by, As: open.Proposed(), Reason: "The owner of the site publishes it.",
	})
}

// afterPublication has the site audited from now on, and closes what the new words answer.
func (s *Service) afterPublication(ctx context.Context, tx *models.DB, row sites.Site, d policy.Document) error {
	if err := s.Settler.Settle(ctx, tx, row, d); err != nil {
		return err
	}
	next := s.Clock.Now().Add(oneDay)
	row.NextAuditAt = &next
	return errors.Join(sites.ForgetLook(ctx, tx, row.ID), sites.ScheduleAudit(ctx, tx, row))
}
