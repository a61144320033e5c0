package auth

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/models/users"
)

// note adds what the owner of an account did to it to the audit log.
func (s *Service) note(ctx context.Context, tx *models.DB, user uuid.UUID, action activity.Action, detail string, from From) error {
	return s.noteOn(ctx, tx, &user, &user, action, detail, from)
}

// noteOn adds a line: who (nil: nobody is logged in) did what to whom.
func (s *Service) noteOn(ctx context.Context, tx *models.DB, actor, subject *uuid.UUID, action activity.Action, detail string, from From) error {
	line := s.line(actor, subject, action, detail, from)
	return activity.Add(ctx, tx, &line)
}

func (s *Service) line(actor, subject *uuid.UUID, action activity.Action, detail string, from From) activity.Entry {
	return activity.Entry{
		ID: models.NewID(), ActorID: actor, SubjectID: subject, Action: action, Detail: detail,
		Network: from.Network(), Browser: from.browserIfAny(), CreatedAt: s.now(),
	}
}

func (f From) browserIfAny() string {
	if f.UserAgent == "" {
		return ""
	}
	return f.Browser()
}

// NoteIn adds it in the transaction of what was done.
func (s *Service) NoteIn(ctx context.Context, tx *models.DB, by Identity, action activity.Action, detail string) error {
	return s.noteOn(ctx, tx, &by.User.ID, nil, action, detail, by.From)
}

// NoteOn adds, in the transaction of what was done, what an admin did to the
// account of someone, who reads all of it but the reason.
func (s *Service) NoteOn(ctx context.Context, tx *models.DB, by Identity, subject uuid.UUID, action activity.Action, detail, reason string) error {
	line := s.line(&by.User.ID, &subject, action, detail, by.From)
	line.Reason = reason
	return activity.Add(ctx, tx, &line)
}

// Note adds what somebody did outside this package, such as publishing.
func (s *Service) Note(ctx context.Context, by Identity, action activity.Action, detail string) error {
	return s.noteOn(context.WithoutCancel(ctx), s.db, &by.User.ID, nil, action, detail, by.From) // it happened, whether they wait or not
}

// warn sends the owner a letter that says what happened, with a link that ends
// all sessions: for whoever it was not.
func (s *Service) warn(ctx context.Context, tx *models.DB, user users.User, kind mail.Kind, facts map[string]string) error {
	return s.warnSince(ctx, tx, user, kind, facts, time.Time{})
}

// warnSince is a warning whose link also takes away the second factors that
// were added since a time: those of whoever got in then.
func (s *Service) warnSince(ctx context.Context, tx *models.DB, user users.User, kind mail.Kind, facts map[string]string, since time.Time) error {
	warning := flows.Flow{Kind: flows.EndSessions, UserID: &user.ID}
	if !since.IsZero() {
		warning.Payload = since.Format(time.RFC3339Nano)
	}
	flow, err := s.newFlow(ctx, tx, warning, warningLife)
	if err != nil {
		return err
	}
	return s.mailer.SendMail(ctx, tx, mail.Letter{Kind: kind, To: user.Email, Flow: flow, Facts: facts})
}

// facts are what a letter tells of where something happened.
func (s *Service) facts(from From) map[string]string {
	return map[string]string{"browser": from.Browser(), "network": from.Network(), "time": s.now().Format("2 January 2006, 15:04 UTC")}
}
