package auth

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/models/jobrows"
	"github.com/prokken/prokken/models/sessions"
	"github.com/prokken/prokken/models/throttles"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/validation"
)

// The account tasks that a worker does: see [Service.Work].
const (
	taskForgot  = "forgot"
	taskResend  = "resend"
	taskExport  = "export"
	taskAddress = "address"
)

// Forgot has a reset link mailed, if the address has an account. Whether it has
// one is looked up later, by a worker: what this returns, and how long it takes,
// cannot depend on it. models.Invalid: that is no address.
func (s *Service) Forgot(ctx context.Context, typed string) error {
	return s.later(ctx, taskForgot, typed)
}

// Resend has the link that confirms an address mailed again, under the same rules.
func (s *Service) Resend(ctx context.Context, typed string) error {
	return s.later(ctx, taskResend, typed)
}

func (s *Service) later(ctx context.Context, name, typed string) error {
	email, ok := reachableEmail(typed)
	if !ok {
		return badAddress()
	}
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		return s.tasks.AccountTask(ctx, tx, jobrows.AccountTask{Name: name, Email: email})
	})
}

func badAddress() validation.Errors {
	return validation.Errors{"email": "Please check the address: it should look like ada@example.com."}
}

// Work does an account task. Doing one twice mails twice and does no harm.
func (s *Service) Work(ctx context.Context, task jobrows.AccountTask) error {
	switch task.Name {
	case taskForgot:
		return s.mailOnce(ctx, task, s.mailReset)
	case taskResend:
		return s.mailOnce(ctx, task, s.mailConfirmation)
	case taskAddress:
		return s.mailNewAddress(ctx, task.ID)
	case taskExport:
		return s.makeExport(ctx, task.ID)
	}
	return errors.New("there is no account task " + task.Name)
}

// mailOnce mails an account that exists, and not too often: a stranger can ask.
func (s *Service) mailOnce(ctx context.Context, task jobrows.AccountTask, write func(context.Context, *models.DB, users.User) error) error {
	user, err := users.ByEmail(ctx, s.db, task.Email)
	if errors.Is(err, models.ErrNotFound) || err == nil && user.DisabledAt != nil {
		return nil
	}
	if err == nil {
		err = s.attempt(ctx, mails, task.Name, task.Email)
	}
	if errors.Is(err, ErrTooMany) {
		return nil // the mail before is on its way
	}
	if err != nil {
		return err
	}
	return s.db.Transaction(ctx, func(tx *models.DB) error { return write(ctx, tx, user) })
}

func (s *Service) mailReset(ctx context.Context, tx *models.DB, user users.User) error {
	if user.VerifiedAt == nil {
		return s.mailConfirmation(ctx, tx, user)
	}
	if err := s.noteOn(ctx, tx, nil, &user.ID, activity.ResetSent, "", From{}); err != nil {
		return err
	}
	return s.sendReset(ctx, tx, user)
}

func (s *Service) sendReset(ctx context.Context, tx *models.DB, user users.User) error {
	flow, err := s.newFlow(ctx, tx, flows.Flow{Kind: flows.Reset, UserID: &user.ID}, resetLife)
	if err != nil {
		return err
	}
	return s.mailer.SendMail(ctx, tx, mail.Letter{Kind: mail.ResetPassword, To: user.Email, Flow: flow})
}

// mailConfirmation sends the newest link that still works; its password waits
// with it.
func (s *Service) mailConfirmation(ctx context.Context, tx *models.DB, user users.User) error {
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

// ResetPassword uses the link up and sets the password. It ends all sessions,
// leaves the second factors as they are, and starts no session. It returns
// models.Invalid as Signup does.
func (s *Service) ResetPassword(ctx context.Context, token, password string, from From) error {
	flow, err := s.openLink(ctx, token, flows.Reset)
	if err != nil {
		return err
	}
	user, err := s.owner(ctx, flow)
	if err != nil {
		return err
	}
	hash, err := s.hashNew(ctx, password, user.Email)
	if err != nil {
		return err
	}
	return s.use(ctx, flow, func(tx *models.DB) error {
		return s.setPassword(ctx, tx, user, hash, activity.PasswordReset, from)
	})
}

// hashNew checks and hashes a new password.
func (s *Service) hashNew(ctx context.Context, password, email string) (string, error) {
	if problem := s.checkPassword(password, email); problem != "" {
		return "", validation.Errors{"password": problem}
	}
	return s.hasher.hash(ctx, password)
}

// setPassword sets it, ends all sessions and what was begun in them, makes
// earlier reset links useless, and tells the owner.
func (s *Service) setPassword(ctx context.Context, tx *models.DB, user users.User, hash string, action activity.Action, from From) error {
	if err := users.SetPassword(ctx, tx, user.ID, user.PasswordHash, hash); err != nil {
		return err
	}
	if err := throttles.ForgetAttempts(ctx, tx, s.throttleKey(loginHere, user.Email, from.Network()), s.throttleKey(loginAnywhere, user.Email)); err != nil {
		return err
	}
	if _, err := sessions.RevokeAll(ctx, tx, user.ID, uuid.Nil, "password changed", s.now()); err != nil {
		return err
	}
	if err := flows.ConsumeOf(ctx, tx, flows.Reset, &user.ID, s.now()); err != nil {
		return err
	}
	if err := s.stopPending(ctx, tx, user.ID); err != nil {
		return err
	}
	if err := s.note(ctx, tx, user.ID, action, "", from); err != nil {
		return err
	}
	return s.warn(ctx, tx, user, mail.PasswordChanged, s.facts(from))
}

// ChangePassword takes the current password and a new one, ends all sessions, so
// that no copy of a token outlives it, and begins a new one in this one's place. It returns models.Invalid for
// "current" and "password".
func (s *Service) ChangePassword(ctx context.Context, by Identity, current, password string) (Tokens, error) {
	if err := s.provePassword(ctx, by, current); err != nil {
		return Tokens{}, err
	}
	if password == current {
		return Tokens{}, validation.Errors{"password": "That is your password already. Please choose a new one."}
	}
	hash, err := s.hashNew(ctx, password, by.User.Email)
	if err != nil {
		return Tokens{}, err
	}
	var tokens Tokens
	err = s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := s.setPassword(ctx, tx, by.User, hash, activity.PasswordChanged, by.From); err != nil {
			return err
		}
		by.User.PasswordHash = hash
		tokens, err = s.begin(ctx, tx, by.User, by.Factor, by.From)
		return err
	})
	return tokens, err
}
