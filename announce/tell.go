package announce

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/subscribers"
)

const (
	batch   = 200 // told in one transaction
	batches = 25  // in one go
)

// Tell tells, in batches, who wants to know of a published version: all
// subscribers, and members too unless the change is editorial. It returns
// whether that was the last of them; else it has to be called again.
//
// Each batch is one transaction, which puts the mails into the queue and moves
// the cursor past them: whenever it is cut off, and however many do it at once,
// nobody is told twice and nobody left out. Only for who becomes a member, or
// stops being one, while the telling goes on is that not certain.
//
// A version that is withdrawn is told no further. Who was told so far is told
// that it will not take effect, from the last one backwards.
func (s *Service) Tell(ctx context.Context, version uuid.UUID) (last bool, err error) {
	n, err := s.read(ctx, version)
	if err != nil {
		return false, err
	}
	for range batches {
		if last, err = s.tellSome(ctx, n); last || err != nil {
			break
		}
	}
	return last, err
}

// Resume has every telling gone on with that has not come to its end: its job may
// be lost.
func (s *Service) Resume(ctx context.Context) error {
	versions, err := subscribers.UnfinishedAnnouncements(ctx, s.db)
	if err != nil {
		return err
	}
	var failed error
	for _, version := range versions {
		failed = errors.Join(
			failed,
			s.db.Transaction(ctx, func(tx *models.DB) error { return s.Resumed.ResumeAnnouncement(ctx, tx, version) }),
		)
	}
	return failed
}

func (s *Service) tellSome(ctx context.Context, n news) (last bool, err error) {
	err = s.db.Transaction(ctx, func(tx *models.DB) error {
		reached, err := subscribers.LockAnnouncement(ctx, tx, n.version.ID)
		if err != nil {
			return err
		}
		content, next := n.changed, forwards
		withdrawn, err := policies.IsWithdrawn(ctx, tx, n.version.ID)
		switch {
		case err != nil:
			return err
		case withdrawn:
			content, next = n.withdrawn, backwards
		case reached.FinishedAt != nil:
			last = true
			return nil
		}
		some, err := next(ctx, tx, n.audience, &reached)
		if err != nil {
			return err
		}
		if last = len(some) == 0; last {
			reached.FinishedAt = new(s.Clock.Now())
		} else if err := s.Notices.SendNotices(ctx, tx, letters(content, some)); err != nil {
			return err
		}
		return subscribers.MoveAnnouncement(ctx, tx, reached)
	})
	return last && err == nil, err
}

// forwards are the next to be told: members first, then subscribers.
func forwards(
	ctx context.Context,
	tx *models.DB,
	a subscribers.Audience,
	reached *subscribers.Announcement,
) ([]subscribers.Recipient, error) {
	if a.Material {
		members, err := subscribers.MembersAfter(ctx, tx, a, reached.MembersTo, batch)
		if err != nil || len(members) > 0 {
			reached.MembersTo = lastOf(members, reached.MembersTo)
			return members, err
		}
	}
	subscribers, err := subscribers.SubscribersAfter(ctx, tx, a, reached.SubscribersTo, batch)
	reached.SubscribersTo = lastOf(subscribers, reached.SubscribersTo)
	return subscribers, err
}

func lastOf(told []subscribers.Recipient, before string) string {
	if len(told) == 0 {
		return before
	}
	return told[len(told)-1].ID.String()
}

// backwards are those who were told and have not been told otherwise: the
// cursor stands at the next of them.
func backwards(
	ctx context.Context,
	tx *models.DB,
	a subscribers.Audience,
	reached *subscribers.Announcement,
) ([]subscribers.Recipient, error) {
	if reached.SubscribersTo != "" {
		some, err := subscribers.SubscribersFrom(ctx, tx, a, reached.SubscribersTo, batch+1)
		some, reached.SubscribersTo = split(some)
		if err != nil || len(some) > 0 {
			return some, err
		}
	}
	if reached.MembersTo == "" {
		return nil, nil
	}
	some, err := subscribers.MembersFrom(ctx, tx, a, reached.MembersTo, batch+1)
	some, reached.MembersTo = split(some)
	return some, err
}

// split cuts off the one that the next batch begins with.
func split(some []subscribers.Recipient) (now []subscribers.Recipient, next string) {
	if len(some) <= batch {
		return some, ""
	}
	return some[:batch], some[batch].ID.String()
}
