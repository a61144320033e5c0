package auth

import (
	"context"
	"errors"
	"time"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/models/users"
)

func (s *core) sendReset(ctx context.Context, tx *models.DB, user users.User) error {
	flow, err := s.newFlow(ctx, tx, flows.Flow{Kind: flows.Reset, UserID: &user.ID}, resetLife)
	if err != nil {
		return err
	}
	return s.mailer.SendMail(ctx, tx, mail.Letter{Kind: mail.ResetPassword, To: user.Email, Flow: flow})
}

// mailConfirmation sends the newest link that still works; its password waits
// with it.
func (s *core) mailConfirmation(ctx context.Context, tx *models.DB, user users.User) error {
	if user.VerifiedAt != nil {
		return s.mailer.SendMail(ctx, tx, mail.Letter{Kind: mail.AddressTaken, To: user.Email})
	}
	flow, err := flows.NewestOf(ctx, tx, flows.Verify, user.ID, s.now())
	if errors.Is(err, models.ErrNotFound) {
		return s.mailer.SendMail(ctx, tx, mail.Letter{Kind: mail.SignUpAgain, To: user.Email})
	}
	if err != nil {
		return err
	}
	return s.mailer.SendMail(ctx, tx, mail.Letter{Kind: mail.ConfirmAddress, To: user.Email, Flow: flow.ID})
}

// warn sends the owner a letter that says what happened, with a link that ends
// all sessions: for an owner who did not do it.
func (s *core) warn(
	ctx context.Context, tx *models.DB, user users.User, kind mail.Kind, facts map[string]string,
) error {
	return s.warnSince(ctx, tx, user, kind, facts, time.Time{})
}

// warnSince sends a warning whose link also takes away the second factors that
// were added since a time: whoever got in then may have added them.
func (s *core) warnSince(
	ctx context.Context, tx *models.DB, user users.User, kind mail.Kind, facts map[string]string, since time.Time,
) error {
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

// facts returns what a letter says about where something happened.
func (s *core) facts(from RequestDetails) map[string]string {
	return map[string]string{
		"browser": from.Browser(), "network": from.Network(), "time": s.now().Format("2 January 2006, 15:04 UTC"),
	}
}
