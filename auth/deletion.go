package auth

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
)

// coolingOff is how long a deletion can be taken back.
const coolingOff = 7 * 24 * time.Hour

// TaskSettlePlan is what billing does when a deletion is asked for or taken
// back: the plan ends with its period if the account is to be deleted then, and
// else goes on. Several in any order come to the same.
const TaskSettlePlan = "settle_plan"

// AskDeletion has the account deleted in a week, ends its sessions and cancels
// its plan. The mail that tells so has a link that takes it back. models.Invalid:
// an admin hands that role over first.
func (s *Service) AskDeletion(ctx context.Context, by Identity) error {
	if by.User.Role == models.Admin {
		return models.Invalid{"role": "You are an admin. Ask another admin to take that role from you first."}
	}
	after := s.now().Add(coolingOff)
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := tx.ScheduleErasure(ctx, by.User.ID, after); err != nil {
			return err
		}
		if _, err := tx.RevokeSessions(ctx, by.User.ID, uuid.Nil, "account to be deleted", s.now()); err != nil {
			return err
		}
		if err := s.tasks.AccountTask(ctx, tx, models.AccountTask{Name: TaskSettlePlan, ID: by.User.ID}); err != nil {
			return err
		}
		if err := s.note(ctx, tx, by.User.ID, models.DeletionAsked, "", by.From); err != nil {
			return err
		}
		return s.tellOfDeletion(ctx, tx, by.User, after)
	})
}

func (s *Service) tellOfDeletion(ctx context.Context, tx *models.DB, user models.User, after time.Time) error {
	flow, err := s.newFlow(ctx, tx, models.Flow{Kind: models.KeepAccount, UserID: &user.ID}, coolingOff)
	if err != nil {
		return err
	}
	facts := map[string]string{"date": after.Format("2 January 2006, 15:04 UTC")}
	return s.mailer.SendMail(ctx, tx, mail.Letter{Kind: mail.DeletionAsked, To: user.Email, Flow: flow, Facts: facts})
}

// KeepByLink takes the deletion back with the link of the mail.
func (s *Service) KeepByLink(ctx context.Context, token string, from From) error {
	flow, err := s.openLink(ctx, token, models.KeepAccount)
	if err != nil {
		return err
	}
	err = s.use(ctx, flow, func(tx *models.DB) error { return s.keep(ctx, tx, *flow.UserID, from) })
	if errors.Is(err, models.ErrConflict) {
		return ErrLink
	}
	return err
}

// Keep takes the deletion back for an owner who logged in again.
func (s *Service) Keep(ctx context.Context, by Identity) error {
	return s.db.Transaction(ctx, func(tx *models.DB) error { return s.keep(ctx, tx, by.User.ID, by.From) })
}

func (s *Service) keep(ctx context.Context, tx *models.DB, userID uuid.UUID, from From) error {
	if err := tx.KeepAccount(ctx, userID, s.now()); err != nil {
		return err
	}
	if err := tx.ConsumeFlowsOf(ctx, models.KeepAccount, &userID, s.now()); err != nil {
		return err
	}
	if err := s.tasks.AccountTask(ctx, tx, models.AccountTask{Name: TaskSettlePlan, ID: userID}); err != nil {
		return err
	}
	return s.note(ctx, tx, userID, models.DeletionUndone, "", from)
}

// EraseDue deletes the accounts whose time to think is over, after endPlan ended
// what they still pay for.
func (s *Service) EraseDue(ctx context.Context, endPlan func(ctx context.Context, userID uuid.UUID) error) error {
	due, err := s.db.DueErasures(ctx, s.now())
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
func (s *Service) erase(ctx context.Context, user models.User) error {
	err := s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := tx.EraseUser(ctx, user.ID, s.now()); err != nil {
			return err
		}
		if err := s.noteOn(ctx, tx, nil, &user.ID, models.Erased, "", From{}); err != nil {
			return err
		}
		return s.mailer.SendMail(ctx, tx, mail.Letter{Kind: mail.AccountErased, To: user.Email})
	})
	if errors.Is(err, models.ErrConflict) {
		return nil
	}
	return err
}

// How long what is over is kept. The privacy policy tells it.
const (
	keepSessions    = 90 * 24 * time.Hour // after they ended
	keepUnconfirmed = 30 * 24 * time.Hour // sign-ups
)

// Tidy deletes what nobody needs any more.
func (s *Service) Tidy(ctx context.Context) error {
	now := s.now()
	return errors.Join(
		s.db.DeleteOldFlows(ctx, now.Add(-24*time.Hour)),
		s.db.DeleteOldThrottles(ctx, now.Add(-7*24*time.Hour)),
		s.db.DeleteOldExports(ctx, now),
		s.db.DeleteOldSessions(ctx, now.Add(-keepSessions)),
		s.db.DeleteUnconfirmed(ctx, now.Add(-keepUnconfirmed)),
	)
}
