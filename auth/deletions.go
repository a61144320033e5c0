package auth

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/erasure"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/models/jobrows"
	"github.com/prokken/prokken/models/sessions"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/program"
	"github.com/prokken/prokken/validation"
)

// Deletions deletes accounts a week after their owners asked for it.
type Deletions struct{ *core }

// TaskSettlePlan is what billing does when a deletion is asked for or taken
// back: the plan ends with its period if the account is to be deleted then, and
// else goes on. Several in any order come to the same.
const TaskSettlePlan = "settle_plan"

// AskDeletion schedules the deletion in a week, ends the sessions and cancels the
// plan. A mail says so, with a link that takes it back. validation.Errors:
// an admin hands that role over first.
func (s *Deletions) AskDeletion(ctx context.Context, by Identity) error {
	if by.User.Role == users.Admin {
		return validation.Errors{"role": "You are an admin. Ask another admin to remove that role from you first."}
	}
	after := s.now().Add(program.DeletionDelay)
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := erasure.Schedule(ctx, tx, by.User.ID, after); err != nil {
			return err
		}
		if _, err := sessions.RevokeAll(ctx, tx, by.User.ID, uuid.Nil, "account to be deleted", s.now()); err != nil {
			return err
		}
		if err := s.tasks.AccountTask(ctx, tx, jobrows.AccountTask{Name: TaskSettlePlan, ID: by.User.ID}); err != nil {
			return err
		}
		if err := s.recordOwn(ctx, tx, by.User.ID, activity.DeletionAsked, "", by.From); err != nil {
			return err
		}
		return s.notifyOfDeletion(ctx, tx, by.User, after)
	})
}

func (s *Deletions) notifyOfDeletion(ctx context.Context, tx *models.DB, user users.User, after time.Time) error {
	flow, err := s.newFlow(ctx, tx, flows.Flow{Kind: flows.KeepAccount, UserID: &user.ID}, program.DeletionDelay)
	if err != nil {
		return err
	}
	asked := letter.DeletionAsked{Link: letter.Link{Flow: flow}, EraseAfter: after}
	return s.sendMail(ctx, tx, user.Email, asked)
}

// CancelDeletionByLink takes the deletion back with the link of the mail.
func (s *Deletions) CancelDeletionByLink(ctx context.Context, token string, from RequestDetails) error {
	flow, err := s.openLink(ctx, token, flows.KeepAccount)
	if err != nil {
		return err
	}
	err = s.consumeFlow(ctx, flow, func(tx *models.DB) error { return s.cancel(ctx, tx, *flow.UserID, from) })
	if errors.Is(err, models.ErrConflict) {
		return ErrLink
	}
	return err
}

// CancelDeletion takes the deletion back for an owner who logged in again.
func (s *Deletions) CancelDeletion(ctx context.Context, by Identity) error {
	return s.db.Transaction(ctx, func(tx *models.DB) error { return s.cancel(ctx, tx, by.User.ID, by.From) })
}

func (s *Deletions) cancel(ctx context.Context, tx *models.DB, userID uuid.UUID, from RequestDetails) error {
	if err := erasure.Cancel(ctx, tx, userID, s.now()); err != nil {
		return err
	}
	if err := flows.ConsumeOf(ctx, tx, flows.KeepAccount, &userID, s.now()); err != nil {
		return err
	}
	if err := s.tasks.AccountTask(ctx, tx, jobrows.AccountTask{Name: TaskSettlePlan, ID: userID}); err != nil {
		return err
	}
	return s.recordOwn(ctx, tx, userID, activity.DeletionUndone, "", from)
}

// EraseDue deletes the accounts whose time to think is over, after endPlan ended
// what they still pay for.
func (s *Deletions) EraseDue(ctx context.Context, endPlan func(ctx context.Context, userID uuid.UUID) error) error {
	due, err := erasure.Due(ctx, s.db, s.now())
	if err != nil {
		return err
	}
	var problems []error
	for _, user := range due {
		err := endPlan(ctx, user.ID)
		if err == nil {
			err = s.erase(ctx, user)
		}
		problems = append(problems, err)
	}
	return errors.Join(problems...)
}

// erase does nothing to an account that another instance erased meanwhile.
func (s *Deletions) erase(ctx context.Context, user users.User) error {
	err := s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := erasure.Erase(ctx, tx, user.ID, s.now()); err != nil {
			return err
		}
		if err := s.recordActivity(ctx, tx, nil, &user.ID, activity.Erased, "", RequestDetails{}); err != nil {
			return err
		}
		return s.sendMail(ctx, tx, user.Email, letter.AccountErased{})
	})
	if errors.Is(err, models.ErrConflict) {
		return nil
	}
	return err
}
