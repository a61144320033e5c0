package auth

import (
	"context"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
)

// ActivityLog records what people did outside this package, such as publishing.
type ActivityLog struct{ *core }

// recordOwn adds to the activity log what the owner of an account did to it.
func (s *core) recordOwn(
	ctx context.Context, tx *models.DB, user uuid.UUID, action activity.Action, detail string, from RequestDetails,
) error {
	return s.recordActivity(ctx, tx, &user, &user, action, detail, from)
}

// recordActivity adds an entry: who (nil: nobody is logged in) did what to whom.
func (s *core) recordActivity(
	ctx context.Context, tx *models.DB, actor, subject *uuid.UUID, action activity.Action, detail string,
	from RequestDetails,
) error {
	entry := s.entry(actor, subject, action, detail, from)
	return activity.Add(ctx, tx, &entry)
}

func (s *core) entry(
	actor, subject *uuid.UUID, action activity.Action, detail string, from RequestDetails,
) activity.Entry {
	return activity.Entry{
		ID: models.NewID(), ActorID: actor, SubjectID: subject, Action: action, Detail: detail,
		Network: from.Network(), Browser: from.browserIfAny(), CreatedAt: s.now(),
	}
}

// RecordActivityIn does what RecordActivity does, in the transaction of what was done.
func (s *ActivityLog) RecordActivityIn(
	ctx context.Context, tx *models.DB, by Identity, action activity.Action, detail string,
) error {
	return s.recordActivity(ctx, tx, &by.User.ID, nil, action, detail, by.From)
}

// RecordActivityOn records, in the transaction of what was done, what an admin did to the
// account of someone, who reads all of it, the reason included; uuid.Nil is nobody's.
func (s *ActivityLog) RecordActivityOn(
	ctx context.Context, tx *models.DB, by Identity, subject uuid.UUID, action activity.Action, detail, reason string,
) error {
	whose := &subject
	if subject == uuid.Nil {
		whose = nil
	}
	entry := s.entry(&by.User.ID, whose, action, detail, by.From)
	entry.Reason = reason
	return activity.Add(ctx, tx, &entry)
}

// RecordActivity records what somebody did outside this package, such as publishing.
func (s *ActivityLog) RecordActivity(ctx context.Context, by Identity, action activity.Action, detail string) error {
	ctx = context.WithoutCancel(ctx) // it happened, whether they wait or not
	return s.recordActivity(ctx, s.db, &by.User.ID, nil, action, detail, by.From)
}
