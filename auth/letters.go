package auth

import (
	"context"
	"errors"
	"time"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/models/users"
)

// sendMail promises, as part of tx, that the address is sent the mail.
func (s *core) sendMail(ctx context.Context, tx *models.DB, to string, content letter.Content) error {
	return s.mailer.SendMail(ctx, tx, mail.Letter{To: to, Content: content})
}

func (s *core) sendReset(ctx context.Context, tx *models.DB, user users.User) error {
	flow, err := s.newFlow(ctx, tx, flows.Flow{Kind: flows.Reset, UserID: &user.ID}, resetLife)
	if err != nil {
		return err
	}
	return s.sendMail(ctx, tx, user.Email, letter.ResetPassword{Link: letter.Link{Flow: flow}})
}

// mailConfirmation sends the newest link that still works; its password waits
// with it.
func (s *core) mailConfirmation(ctx context.Context, tx *models.DB, user users.User) error {
	if user.VerifiedAt != nil {
		return s.sendMail(ctx, tx, user.Email, letter.AddressTaken{})
	}
	flow, err := flows.NewestOf(ctx, tx, flows.Verify, user.ID, s.now())
	if errors.Is(err, models.ErrNotFound) {
		return s.sendMail(ctx, tx, user.Email, letter.SignUpAgain{})
	}
	if err != nil {
		return err
	}
	return s.sendMail(ctx, tx, user.Email, letter.ConfirmAddress{Link: letter.Link{Flow: flow.ID}})
}

// warningOf returns the mail of one kind that tells the owner the warning.
type warningOf func(w letter.Warning) letter.Content

// warn sends the owner a letter that says what happened, with a link that ends
// all sessions: for an owner who did not do it.
func (s *core) warn(
	ctx context.Context, tx *models.DB, user users.User, from RequestDetails, content warningOf,
) error {
	return s.warnSince(ctx, tx, user, from, time.Time{}, content)
}

// warnSince sends a warning whose link also takes away the second factors that
// were added since a time: whoever got in then may have added them.
func (s *core) warnSince(
	ctx context.Context, tx *models.DB, user users.User, from RequestDetails, since time.Time, content warningOf,
) error {
	warning := flows.Flow{Kind: flows.EndSessions, UserID: &user.ID}
	if !since.IsZero() {
		warning.Payload = since.Format(time.RFC3339Nano)
	}
	flow, err := s.newFlow(ctx, tx, warning, warningLife)
	if err != nil {
		return err
	}
	return s.sendMail(ctx, tx, user.Email, content(letter.Warning{
		Link: letter.Link{Flow: flow}, Event: s.event(from),
	}))
}

// event returns what a letter says about when and where something happened.
func (s *core) event(from RequestDetails) letter.Event {
	return letter.Event{At: s.now(), Browser: from.Browser(), Network: from.Network()}
}
