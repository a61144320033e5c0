package auth

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/validation"
)

// Admins makes admins, and does to accounts what admins ask for.
type Admins struct {
	*core
	factors *SecondFactors
}

// FirstAdminLink returns the token of a new link that makes the first admin,
// and uses up the ones before; "" once there is an admin.
func (s *Admins) FirstAdminLink(ctx context.Context) (string, error) {
	exists, err := users.HasAdmin(ctx, s.db)
	if err != nil || exists {
		return "", err
	}
	var flow uuid.UUID
	err = s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := flows.ConsumeOf(ctx, tx, flows.FirstAdmin, nil, s.now()); err != nil {
			return err
		}
		flow, err = s.newFlow(ctx, tx, flows.Flow{Kind: flows.FirstAdmin}, linkLife)
		return err
	})
	return s.keys.LinkToken(flow), err
}

// CreateFirstAdmin uses the link up and makes its bearer an admin. It returns
// validation.Errors as Signup does, and for an address that has an account.
func (s *Admins) CreateFirstAdmin(ctx context.Context, token, email, password string) error {
	flow, err := s.openLink(ctx, token, flows.FirstAdmin)
	if err != nil {
		return err
	}
	return s.createAdmin(ctx, email, password, func(tx *models.DB) error {
		err := flows.Consume(ctx, tx, flow.ID, s.now())
		if errors.Is(err, models.ErrConflict) {
			return ErrLink
		}
		return err
	})
}

// CreateAdmin makes an admin whose address counts as confirmed.
func (s *Admins) CreateAdmin(ctx context.Context, email, password string) error {
	return s.createAdmin(ctx, email, password, func(*models.DB) error { return nil })
}

func (s *Admins) createAdmin(ctx context.Context, email, password string, first func(tx *models.DB) error) error {
	email, err := s.checkCredentials(email, password)
	if err != nil {
		return err
	}
	hash, err := s.hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	now := s.now()
	err = s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := first(tx); err != nil {
			return err
		}
		if err := flows.ConsumeOf(ctx, tx, flows.FirstAdmin, nil, now); err != nil {
			return err
		}
		user := users.User{ID: models.NewID(), Email: email, PasswordHash: hash, Role: users.Admin, VerifiedAt: &now}
		if err := users.Create(ctx, tx, &user); err != nil {
			return err
		}
		return s.recordActivity(ctx, tx, nil, &user.ID, activity.AdminMade, "", RequestDetails{})
	})
	if errors.Is(err, models.ErrConflict) {
		return validation.Errors{"email": "That address already has an account."}
	}
	return err
}
