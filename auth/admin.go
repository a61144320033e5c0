package auth

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// FirstAdminLink returns the token of a new link that makes the first admin,
// and uses up the ones before; "" once there is an admin.
func (s *Service) FirstAdminLink(ctx context.Context) (string, error) {
	exists, err := s.db.HasAdmin(ctx)
	if err != nil || exists {
		return "", err
	}
	var flow uuid.UUID
	err = s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := tx.ConsumeFlowsOf(ctx, models.FirstAdmin, nil, s.now()); err != nil {
			return err
		}
		flow, err = s.newFlow(ctx, tx, models.Flow{Kind: models.FirstAdmin}, linkLife)
		return err
	})
	return s.keys.LinkToken(flow), err
}

// CreateFirstAdmin uses the link up and makes its bearer an admin. It returns
// models.Invalid as Signup does, and for an address that has an account.
func (s *Service) CreateFirstAdmin(ctx context.Context, token, email, password string) error {
	flow, err := s.openLink(ctx, token, models.FirstAdmin)
	if err != nil {
		return err
	}
	return s.createAdmin(ctx, email, password, func(tx *models.DB) error {
		err := tx.ConsumeFlow(ctx, flow.ID, s.now())
		if errors.Is(err, models.ErrConflict) {
			return ErrLink
		}
		return err
	})
}

// CreateAdmin makes an admin whose address counts as confirmed.
func (s *Service) CreateAdmin(ctx context.Context, email, password string) error {
	return s.createAdmin(ctx, email, password, func(*models.DB) error { return nil })
}

func (s *Service) createAdmin(ctx context.Context, email, password string, first func(tx *models.DB) error) error {
	email, err := s.checkCredentials(email, password)
	if err != nil {
		return err
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	now := s.now()
	err = s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := first(tx); err != nil {
			return err
		}
		if err := tx.ConsumeFlowsOf(ctx, models.FirstAdmin, nil, now); err != nil {
			return err
		}
		user := models.User{ID: models.NewID(), Email: email, PasswordHash: hash, Role: models.Admin, VerifiedAt: &now}
		if err := tx.CreateUser(ctx, &user); err != nil {
			return err
		}
		return s.noteOn(ctx, tx, nil, &user.ID, models.AdminMade, "", From{})
	})
	if errors.Is(err, models.ErrConflict) {
		return models.Invalid{"email": "That address has an account already."}
	}
	return err
}
