package auth

import (
	"context"
	"errors"
	"net/netip"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/jobrows"
	"github.com/prokken/prokken/models/users"
)

// reportGuessing lets a worker warn the owner of the address, if it has one: whether
// it has takes no time of the answer's.
func (s *core) reportGuessing(ctx context.Context, email string, from RequestDetails) error {
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		return s.tasks.AccountTask(ctx, tx, jobrows.AccountTask{
			Name: taskGuessed, Email: email, Network: from.Network(), UserAgent: clip(from.UserAgent),
		})
	})
}

// warnOfGuessing warns the owner of an account whose password is being guessed.
func (s *core) warnOfGuessing(ctx context.Context, task jobrows.AccountTask) error {
	user, err := users.ByEmail(ctx, s.db, task.Email)
	if errors.Is(err, models.ErrNotFound) || err == nil && user.VerifiedAt == nil {
		return nil
	}
	if err != nil {
		return err
	}
	err = s.attempt(ctx, guessWarnings, task.Email)
	if errors.Is(err, ErrTooMany) {
		return nil // they know
	}
	if err != nil {
		return err
	}
	network, _ := netip.ParsePrefix(task.Network) // none where the address was not known
	from := RequestDetails{Address: network.Addr(), UserAgent: task.UserAgent}
	return s.notifyOfGuessing(ctx, user, activity.PasswordsGuessed, from, manyFailures)
}

// notifyOfGuessing adds an entry to the activity log, and warns the owner.
func (s *core) notifyOfGuessing(
	ctx context.Context, user users.User, action activity.Action, from RequestDetails, content warningOf,
) error {
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := s.recordActivity(ctx, tx, nil, &user.ID, action, "", from); err != nil {
			return err
		}
		return s.warn(ctx, tx, user, from, content)
	})
}
