package auth

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/credentials"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/models/jobrows"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/validation"
)

// Addresses changes the e-mail address of an account, and takes the change back.
type Addresses struct {
	*core
	passwords *Passwords
	deletions *Deletions
}

// AskAddress begins a change of address: a link goes to the new one, a notice
// to the old one. What it returns does not depend on whether the new address
// has an account: then its owner is told. validation.Errors: that is no new address.
func (s *Addresses) AskAddress(ctx context.Context, by Identity, typed string) error {
	email, ok := reachableEmail(typed)
	if !ok {
		return badAddress()
	}
	if email == by.User.Email {
		return validation.Errors{"email": "That is already your address."}
	}
	if err := s.attempt(ctx, mails, "address", by.User.ID.String()); err != nil {
		return err
	}
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := s.recordOwn(ctx, tx, by.User.ID, activity.AddressAsked, "", by.From); err != nil {
			return err
		}
		err := s.warn(ctx, tx, by.User, by.From, func(w letter.Warning) letter.Content {
			return letter.AddressAsked{Warning: w, Address: email}
		})
		if err != nil {
			return err
		}
		if err := flows.ConsumeOf(ctx, tx, flows.ChangeAddress, &by.User.ID, s.now()); err != nil {
			return err
		}
		flow, err := s.newFlow(ctx, tx, flows.Flow{Kind: flows.ChangeAddress, UserID: &by.User.ID, Email: email}, linkLife)
		if err != nil {
			return err
		}
		return s.tasks.AccountTask(ctx, tx, jobrows.AccountTask{Name: taskAddress, ID: flow})
	})
}

// mailNewAddress asks the new address whether it agrees, or tells it that it
// has an account already. It looks that up later than AskAddress, which so
// cannot tell.
func (s *Addresses) mailNewAddress(ctx context.Context, id uuid.UUID) error {
	flow, err := flows.Open(ctx, s.db, id, flows.ChangeAddress, s.now())
	if err == nil {
		err = s.attempt(ctx, mails, taskAddress, flow.Email)
	}
	if errors.Is(err, models.ErrNotFound) || errors.Is(err, ErrTooMany) {
		return nil
	}
	if err != nil {
		return err
	}
	var content letter.Content = letter.ConfirmNewAddress{Link: letter.Link{Flow: flow.ID}}
	user, err := users.ByEmail(ctx, s.db, flow.Email)
	switch {
	case err == nil && user.VerifiedAt != nil:
		content = letter.AddressTaken{}
	case err != nil && !errors.Is(err, models.ErrNotFound):
		return err
	}
	return s.db.Transaction(ctx, func(tx *models.DB) error { return s.sendMail(ctx, tx, flow.Email, content) })
}

// ConfirmAddress uses the link in the new mailbox up: the account has the new
// address. A link that takes it back goes to the old one. It starts no session.
func (s *Addresses) ConfirmAddress(ctx context.Context, token string, from RequestDetails) error {
	flow, err := s.openLink(ctx, token, flows.ChangeAddress)
	if err != nil {
		return err
	}
	user, err := s.flowOwner(ctx, flow)
	if err != nil {
		return err
	}
	err = s.consumeFlow(ctx, flow, func(tx *models.DB) error {
		if err := users.SetEmail(ctx, tx, user.ID, user.Email, flow.Email); err != nil {
			return err
		}
		return s.notifyOfAddress(ctx, tx, user, flow, from)
	})
	if errors.Is(err, models.ErrConflict) {
		return ErrLink // someone else has the address by now
	}
	return err
}

func (s *Addresses) notifyOfAddress(
	ctx context.Context, tx *models.DB, user users.User, flow flows.Flow, from RequestDetails,
) error {
	if err := flows.ConsumeOf(ctx, tx, flows.Reset, &user.ID, s.now()); err != nil {
		return err
	}
	undo, err := s.newFlow(ctx, tx, flows.Flow{Kind: flows.UndoAddress, UserID: &user.ID, Email: user.Email}, warningLife)
	if err != nil {
		return err
	}
	if err := s.recordOwn(ctx, tx, user.ID, activity.AddressChanged, "", from); err != nil {
		return err
	}
	changed := letter.AddressChanged{Link: letter.Link{Flow: undo}, Event: s.event(from), Address: flow.Email}
	if err := s.sendMail(ctx, tx, user.Email, changed); err != nil {
		return err
	}
	return s.sendMail(ctx, tx, flow.Email, letter.AddressIsYours{})
}

// UndoAddress uses the link in the old mailbox up: the account has its old
// address again, all sessions end, what was added to log in with since a day
// before the change is gone, and so is the password: a link for a new one goes to
// the old address.
func (s *Addresses) UndoAddress(ctx context.Context, token string, from RequestDetails) error {
	flow, err := s.openLink(ctx, token, flows.UndoAddress)
	if err != nil {
		return err
	}
	user, err := s.flowOwner(ctx, flow)
	if err != nil {
		return err
	}
	err = s.consumeFlow(ctx, flow, func(tx *models.DB) error { return s.undoAddress(ctx, tx, user, flow, from) })
	if errors.Is(err, models.ErrConflict) {
		return ErrLink
	}
	return err
}

func (s *Addresses) undoAddress(
	ctx context.Context, tx *models.DB, user users.User, flow flows.Flow, from RequestDetails,
) error {
	if err := users.SetEmail(ctx, tx, user.ID, user.Email, flow.Email); err != nil {
		return err
	}
	user.Email = flow.Email
	if err := credentials.DeleteFactorsSince(ctx, tx, user.ID, flow.CreatedAt.Add(-24*time.Hour)); err != nil {
		return err
	}
	if err := flows.ConsumeOf(ctx, tx, flows.ChangeAddress, &user.ID, s.now()); err != nil {
		return err
	}
	if err := flows.ConsumeSince(ctx, tx, flows.UndoAddress, user.ID, flow.ID, s.now()); err != nil {
		return err // earlier links take the account to where it was even earlier
	}
	if err := s.deletions.cancel(ctx, tx, user.ID, from); err != nil && !errors.Is(err, models.ErrConflict) {
		return err // whoever changed the address may have asked to delete the account
	}
	if err := s.passwords.setPassword(ctx, tx, user, s.hasher.Dummy(), activity.AddressUndone, from); err != nil {
		return err
	}
	return s.sendReset(ctx, tx, user)
}
