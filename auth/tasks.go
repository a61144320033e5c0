package auth

import (
	"context"
	"errors"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/jobrows"
	"github.com/prokken/prokken/models/users"
)

// These are the account tasks that a worker does: see [Service.Work].
const (
	taskForgot  = "forgot"
	taskResend  = "resend"
	taskLogin   = "login"
	taskExport  = "export"
	taskAddress = "address"
	taskGuessed = "guessed"
)

// Work does an account task. Doing one twice mails twice and does no harm.
func (s *Service) Work(ctx context.Context, task jobrows.AccountTask) error {
	switch task.Name {
	case taskForgot:
		return s.core.mailUnlessThrottled(ctx, task, s.mailReset)
	case taskResend:
		return s.core.mailUnlessThrottled(ctx, task, s.core.mailConfirmation)
	case taskLogin:
		return s.core.mailUnlessThrottled(ctx, task, s.sendLoginLink)
	case taskGuessed:
		return s.core.warnOfGuessing(ctx, task)
	case taskAddress:
		return s.mailNewAddress(ctx, task.ID)
	case taskExport:
		return s.makeExport(ctx, task.ID)
	}
	return errors.New("there is no account task " + task.Name)
}

func (s *core) enqueue(ctx context.Context, name, typed string) error {
	email, ok := reachableEmail(typed)
	if !ok {
		return badAddress()
	}
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		return s.tasks.AccountTask(ctx, tx, jobrows.AccountTask{Name: name, Email: email})
	})
}

// mailUnlessThrottled mails an account that exists, and not too often: a stranger can ask.
func (s *core) mailUnlessThrottled(
	ctx context.Context, task jobrows.AccountTask, write func(context.Context, *models.DB, users.User) error,
) error {
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
