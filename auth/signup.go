package auth

import (
	"context"
	"errors"
	"time"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
)

// linkLife is how long a mailed link works.
const linkLife = 24 * time.Hour

// Signup asks for an account. What it returns, and how long it takes, does not
// depend on whether the address has one: the answer goes there by mail. It
// returns models.Invalid for "email" and "password".
//
// The chosen password waits with the link, so that whoever signs up last with
// somebody else's address cannot choose the owner's password.
func (s *Service) Signup(ctx context.Context, email, password string) error {
	email, err := checkCredentials(email, password)
	if err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		user, err := tx.EnsureUser(ctx, &models.User{ID: models.NewID(), Email: email, PasswordHash: hash, Role: models.Member})
		if err != nil {
			return err
		}
		flow := models.Flow{ID: models.NewID(), Kind: models.Verify, UserID: &user.ID, PasswordHash: hash, ExpiresAt: s.now().Add(linkLife)}
		if err := tx.CreateFlow(ctx, &flow); err != nil {
			return err
		}
		letter := mail.Letter{Kind: mail.ConfirmAddress, To: email, Flow: flow.ID}
		if user.VerifiedAt != nil {
			letter = mail.Letter{Kind: mail.AddressTaken, To: email}
		}
		return s.send(ctx, tx, letter)
	})
}

// checkCredentials returns the address as it is stored, or models.Invalid.
func checkCredentials(typed, password string) (string, error) {
	invalid := models.Invalid{}
	email, ok := normalEmail(typed)
	if !ok {
		invalid["email"] = "Please check the address: it should look like ada@example.com."
	}
	if problem := checkPassword(password); problem != "" {
		invalid["password"] = problem
	}
	if len(invalid) > 0 {
		return "", invalid
	}
	return email, nil
}

// CheckLink reports, without using it, whether a link still works: nil or ErrLink.
func (s *Service) CheckLink(ctx context.Context, token string, kind models.FlowKind) error {
	_, err := s.openLink(ctx, token, kind)
	return err
}

func (s *Service) openLink(ctx context.Context, token string, kind models.FlowKind) (models.Flow, error) {
	id, err := s.keys.parseLink(token)
	if err != nil {
		return models.Flow{}, err
	}
	flow, err := s.db.OpenFlow(ctx, id, kind, s.now())
	if errors.Is(err, models.ErrNotFound) {
		return models.Flow{}, ErrLink
	}
	return flow, err
}

// Verify confirms the address that the link was mailed to, and makes the
// password chosen with it the account's. It starts no session.
func (s *Service) Verify(ctx context.Context, token string) error {
	flow, err := s.openLink(ctx, token, models.Verify)
	if err != nil {
		return err
	}
	now := s.now()
	err = s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := tx.ConsumeFlow(ctx, flow.ID, now); err != nil {
			return err
		}
		if err := tx.VerifyUser(ctx, *flow.UserID, flow.PasswordHash, now); err != nil {
			return err
		}
		return tx.ConsumeFlowsOf(ctx, models.Verify, flow.UserID, now)
	})
	if errors.Is(err, models.ErrConflict) {
		return ErrLink
	}
	return err
}
