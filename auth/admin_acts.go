package auth

import (
	"context"

	"github.com/google/uuid"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/credentials"
	"github.com/prokken/prokken/models/sessions"
	"github.com/prokken/prokken/models/users"
)

// These are what an admin can do to an account. An admin never sets a password and never
// sees a token. Each act stands in the activity log with who did it.

// Disable closes an account to its owner and ends its sessions. ErrConflict: it
// is closed; ErrLastAdmin: nobody else could administer the site.
func (s *Admins) Disable(ctx context.Context, by Identity, id uuid.UUID) error {
	return s.actOn(ctx, by, id, activity.AccountDisabled, func(tx *models.DB, user users.User) error {
		now := s.now()
		if err := users.SetDisabled(ctx, tx, user.ID, &now); err != nil {
			return err
		}
		_, err := sessions.RevokeAll(ctx, tx, user.ID, uuid.Nil, "account disabled", now)
		return err
	})
}

// Enable opens an account again; ErrConflict: it is open.
func (s *Admins) Enable(ctx context.Context, by Identity, id uuid.UUID) error {
	return s.actOn(ctx, by, id, activity.AccountEnabled, func(tx *models.DB, user users.User) error {
		return users.SetDisabled(ctx, tx, user.ID, nil)
	})
}

// EndSessionsOf ends all sessions of an account.
func (s *Admins) EndSessionsOf(ctx context.Context, by Identity, id uuid.UUID) error {
	return s.actOn(ctx, by, id, activity.SessionsEnded, func(tx *models.DB, user users.User) error {
		_, err := sessions.RevokeAll(ctx, tx, user.ID, uuid.Nil, "ended by an admin", s.now())
		return err
	})
}

// SendReset mails the owner a link to choose a new password; ErrConflict: the
// address is not confirmed, or the account is disabled.
func (s *Admins) SendReset(ctx context.Context, by Identity, id uuid.UUID) error {
	return s.actOn(ctx, by, id, activity.ResetSent, func(tx *models.DB, user users.User) error {
		if user.VerifiedAt == nil || user.DisabledAt != nil {
			return models.ErrConflict
		}
		return s.sendReset(ctx, tx, user)
	})
}

// SendVerification mails the owner the link that confirms the address again;
// ErrConflict: it is confirmed.
func (s *Admins) SendVerification(ctx context.Context, by Identity, id uuid.UUID) error {
	return s.actOn(ctx, by, id, activity.VerificationSent, func(tx *models.DB, user users.User) error {
		if user.VerifiedAt != nil || user.DisabledAt != nil {
			return models.ErrConflict
		}
		return s.mailConfirmation(ctx, tx, user)
	})
}

// GiveRole makes a member an admin; ErrConflict: they are one, their address is
// not confirmed, or it is that of audits.
func (s *Admins) GiveRole(ctx context.Context, by Identity, id uuid.UUID) error {
	return s.setRole(ctx, by, id, users.Admin, activity.RoleGiven)
}

// TakeRole makes an admin a member; ErrLastAdmin: nobody else could administer
// the site.
func (s *Admins) TakeRole(ctx context.Context, by Identity, id uuid.UUID) error {
	return s.setRole(ctx, by, id, users.Member, activity.RoleTaken)
}

func (s *Admins) setRole(
	ctx context.Context, by Identity, id uuid.UUID, role users.Role, action activity.Action,
) error {
	return s.actOn(ctx, by, id, action, func(tx *models.DB, user users.User) error {
		if role == users.Admin && mail.IsNowhere(user.Email) {
			return models.ErrConflict
		}
		if err := users.SetRole(ctx, tx, user.ID, role); err != nil {
			return err
		}
		return s.sendMail(ctx, tx, user.Email, letter.RoleChanged{Admin: role == users.Admin})
	})
}

// RemoveFactors takes all second factors from an account whose owner lost them,
// and ends its sessions. The owner is told. ErrConflict: there are none.
func (s *Admins) RemoveFactors(ctx context.Context, by Identity, id uuid.UUID) error {
	return s.actOn(ctx, by, id, activity.FactorsRemoved, func(tx *models.DB, user users.User) error {
		factors, err := s.factors.factorsIn(ctx, tx, user.ID)
		if err != nil {
			return err
		}
		if !factors.Any() {
			return models.ErrConflict
		}
		if err := credentials.DeleteFactors(ctx, tx, user.ID); err != nil {
			return err
		}
		if _, err := sessions.RevokeAll(ctx, tx, user.ID, uuid.Nil, "second factors removed", s.now()); err != nil {
			return err
		}
		return s.warn(ctx, tx, user, by.From, factorsRemoved)
	})
}

func factorsRemoved(w letter.Warning) letter.Content { return letter.FactorsRemoved{Link: w.Link} }

// actOn does something to an account and records it in the activity log, or does
// neither. ErrConflict: whoever asks is not an admin any more.
func (s *Admins) actOn(
	ctx context.Context, by Identity, id uuid.UUID, action activity.Action, do func(tx *models.DB, user users.User) error,
) error {
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		actor, err := users.ByID(ctx, tx, by.User.ID)
		if err != nil {
			return err
		}
		if actor.Role != users.Admin || actor.DisabledAt != nil {
			return models.ErrConflict
		}
		user, err := users.ByID(ctx, tx, id)
		if err != nil {
			return err
		}
		if user.ErasedAt != nil {
			return models.ErrNotFound
		}
		if err := do(tx, user); err != nil {
			return err
		}
		return s.recordActivity(ctx, tx, &by.User.ID, &user.ID, action, "", by.From)
	})
}
