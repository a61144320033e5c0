package stripesync

import (
	"context"

	"github.com/prokken/prokken/billing/snapshot"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models/payments"
)

// endSecondTrial ends a trial that its owner had before with the same card: nothing is
// charged, and a mail says so. Done again after a crash, it does the same.
func (s *Syncer) endSecondTrial(ctx context.Context, c payments.Customer, found snapshot.Snapshot) error {
	for _, sub := range found.Subscriptions {
		fingerprint, isTrial := found.Trials[sub.ID]
		if !isTrial {
			continue
		}
		second, err := s.trials.IsSecond(ctx, c, fingerprint)
		if err != nil {
			return err
		}
		if second {
			delete(found.Trials, sub.ID)
			if err := s.refuseTrial(ctx, c, sub); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Syncer) refuseTrial(ctx context.Context, c payments.Customer, sub payments.Subscription) error {
	told := letter.TrialRefused{Plan: s.catalog.Name(sub.PlanID)}
	if err := s.notices.TellNow(ctx, c, told, sub.ID); err != nil {
		return err
	}
	if err := s.stripe.EndSubscription(ctx, sub.ID); err != nil {
		return err
	}
	_, err := payments.MarkDirty(ctx, s.db, c.ID)
	return err
}
