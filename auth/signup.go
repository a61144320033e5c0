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
// The chosen password waits with the link: signing up with somebody else's
// address changes nothing about an account, and Verify sees to it that nobody
// confirms another's password by mistake.
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

// Contested reports whether several sign-ups wait for the address that the link
// was mailed to. Then someone else may have chosen this link's password, and
// Verify asks for it. It returns ErrLink as CheckLink does.
func (s *Service) Contested(ctx context.Context, token string) (bool, error) {
	flow, err := s.openLink(ctx, token, models.Verify)
	if err != nil {
		return false, err
	}
	return s.contested(ctx, flow)
}

func (s *Service) contested(ctx context.Context, flow models.Flow) (bool, error) {
	n, err := s.db.OpenFlowsOf(ctx, models.Verify, *flow.UserID, s.now())
	return n > 1, err
}

// Verify confirms the address that the link was mailed to, and makes the
// password chosen with it the account's. It starts no session. Where the link
// is contested the password has to be right, else it returns models.Invalid.
func (s *Service) Verify(ctx context.Context, token, password string) error {
	flow, err := s.openLink(ctx, token, models.Verify)
	if err != nil {
		return err
	}
	contested, err := s.contested(ctx, flow)
	if err != nil {
		return err
	}
	if contested {
		matches, err := s.hasher.matches(ctx, password, flow.PasswordHash)
		if err != nil {
			return err
		}
		if !matches {
			return models.Invalid{"password": "That is not the password that was chosen with this link. There may be another mail from us: try its link."}
		}
	}
	return s.confirm(ctx, flow)
}

func (s *Service) confirm(ctx context.Context, flow models.Flow) error {
	now := s.now()
	err := s.db.Transaction(ctx, func(tx *models.DB) error {
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
