package main

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/handlers"
	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/views"
)

// work is who does the jobs.
func (p *program) work() jobs.Work {
	work := jobs.Work{
		Stale: p.isStale, Write: p.writeMail, Send: mail.SMTP(p.Config.Mail), Sync: syncWork(p.Billing),
		Account: accountWork(p.DB, p.Auth, p.Billing), Hourly: p.hourly, Subscribe: p.Announce.Subscribe, Announce: p.Announce.Tell,
	}
	if p.Config.UsesOutbox() {
		work.Send = mail.Outbox(p.DB)
	}
	if p.Audits.CanAudit() {
		work.Audit = p.Audits.Run
	}
	return work
}

func (p *program) hourly(ctx context.Context) error {
	return errors.Join(
		p.Auth.Tidy(ctx), p.Auth.EraseDue(ctx, p.Billing.EndPlans), p.Announce.Tidy(ctx), p.Announce.Resume(ctx),
		p.Billing.Hourly(ctx), p.Audits.Hourly(ctx),
	)
}

func (p *program) writeMail(ctx context.Context, letter mail.Letter) (mail.Message, error) {
	return views.WriteMail(ctx, handlers.SiteOf(p.Config), letter, p.Keys.LetterToken(letter))
}

func (p *program) isStale(ctx context.Context, letter mail.Letter) (bool, error) {
	if stale, err := p.Auth.IsStale(ctx, letter); err != nil || stale {
		return stale, err
	}
	return p.Announce.IsStale(ctx, letter)
}

// syncWork looks again soon where someone else is at it, or left its lease.
func syncWork(sales *billing.Service) func(context.Context, uuid.UUID) error {
	return func(ctx context.Context, customer uuid.UUID) error {
		err := sales.Sync(ctx, customer)
		if errors.Is(err, billing.ErrBusy) {
			err = errors.Join(jobs.ErrLater, err)
		}
		return err
	}
}

// accountWork does what an account's owner asked for and does not wait for.
func accountWork(db *models.DB, accounts *auth.Service, sales *billing.Service) func(context.Context, models.AccountTask) error {
	return func(ctx context.Context, task models.AccountTask) error {
		if task.Name != auth.TaskSettlePlan {
			return accounts.Work(ctx, task)
		}
		user, err := db.UserByID(ctx, task.ID)
		for err == nil {
			leaving := user.EraseAfter != nil
			if err = settlePlan(ctx, sales, user); err == nil {
				user, err = db.UserByID(ctx, task.ID)
			}
			if err == nil && leaving == (user.EraseAfter != nil) {
				return nil // they did not change their mind meanwhile
			}
		}
		return err
	}
}

func settlePlan(ctx context.Context, sales *billing.Service, user models.User) error {
	if user.EraseAfter != nil {
		return sales.CancelPlans(ctx, user.ID)
	}
	return sales.KeepPlans(ctx, user.ID)
}
