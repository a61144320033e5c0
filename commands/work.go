package commands

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/prokken/prokken/announce"
	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/audit/upkeep"
	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/auth/keys"
	"github.com/prokken/prokken/backup"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/handlers"
	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/metrics"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/jobrows"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/hosting"
	"github.com/prokken/prokken/views/mails"
)

// worker does the jobs that concern more than one part of the server, and knows
// who does the others.
type worker struct {
	c        config.Config
	db       *models.DB
	keys     keys.Ring
	accounts *auth.Service
	notices  *announce.Service
	sales    *billing.Service
	audits   *schedule.Service
	sites    *site.Registry
	backups  backup.Keeper
	figures  *metrics.Metrics

	hosted    *hosting.Service
	customers *upkeep.Service
}

// jobs says who does which job.
func (w worker) jobs() jobs.Work {
	work := jobs.Work{
		Stale: w, Writer: w, Sender: mail.SMTP(w.c.Mail), Bounces: w.accounts, Customers: w, Accounts: w, Hourly: w,
		Subscriptions: w.notices, Announcements: w.notices, Backups: w.backups, Sites: w,
		Counter: w.figures,
	}
	if w.c.UsesOutbox() {
		work.Sender = mail.Outbox(w.db)
	}
	if w.audits.CanAudit() {
		browser.Sweep() // what a killed program left
		work.Audits = w.audits
	}
	return work
}

// Hourly does what each part does from time to time.
func (w worker) Hourly(ctx context.Context) error {
	return errors.Join(
		w.accounts.Tidy(ctx), w.accounts.EraseDue(ctx, w.endAll), w.notices.Tidy(ctx), w.notices.Resume(ctx),
		w.sales.Hourly(ctx), w.audits.Hourly(ctx), w.sites.Tidy(ctx),
	)
}

// endAll closes the sites of an account that is about to be deleted, and ends its plans.
func (w worker) endAll(ctx context.Context, user uuid.UUID) error {
	if err := w.hosted.CloseAll(ctx, user); err != nil {
		return err
	}
	return w.sales.EndPlans(ctx, user)
}

// pauseSurplus looks at the owners of all sites, one turn after the other.
func (w worker) pauseSurplus(ctx context.Context) error {
	after, err := uuid.Nil, error(nil)
	for {
		if after, err = w.hosted.PauseSurplus(ctx, after); err != nil || after == uuid.Nil {
			return err
		}
	}
}

// KeepSites does what comes with time for the sites of customers.
func (w worker) KeepSites(ctx context.Context) error {
	return errors.Join(w.customers.AskDue(ctx, w.audits), w.hosted.VerifyAgain(ctx), w.hosted.Tidy(ctx),
		w.hosted.GiveBackFailed(ctx), w.pauseSurplus(ctx))
}

// WriteMail writes the letter's message.
func (w worker) WriteMail(ctx context.Context, letter mail.Letter) (mail.Message, error) {
	about := handlers.SiteOf(w.c)
	about.Zone = w.c.Site.Zone()
	return mails.Write(ctx, about, letter, w.keys.LetterToken(letter.Content))
}

// IsStale reports whether the letter has become pointless.
func (w worker) IsStale(ctx context.Context, letter mail.Letter) (bool, error) {
	if stale, err := w.accounts.IsStale(ctx, letter); err != nil || stale {
		return stale, err
	}
	return w.notices.IsStale(ctx, letter)
}

// TakeHinted returns customers of whom there are hints.
func (w worker) TakeHinted(ctx context.Context, tx *models.DB, limit int) ([]uuid.UUID, error) {
	return w.sales.TakeHinted(ctx, tx, limit)
}

// Sync comes back soon where another server syncs the customer, or left
// its lease.
func (w worker) Sync(ctx context.Context, customer uuid.UUID) error {
	err := w.sales.Sync(ctx, customer)
	if errors.Is(err, billing.ErrBusy) {
		err = errors.Join(jobs.ErrLater, err)
	}
	return err
}

// Work does what an account's owner asked for and does not wait for.
func (w worker) Work(ctx context.Context, task jobrows.AccountTask) error {
	if task.Name != auth.TaskSettlePlan {
		return w.accounts.Work(ctx, task)
	}
	user, err := users.ByID(ctx, w.db, task.ID)
	for err == nil {
		leaving := user.EraseAfter != nil
		if err = w.settlePlan(ctx, user); err == nil {
			user, err = users.ByID(ctx, w.db, task.ID)
		}
		if err == nil && leaving == (user.EraseAfter != nil) {
			return nil // they did not change their mind meanwhile
		}
	}
	return err
}

func (w worker) settlePlan(ctx context.Context, user users.User) error {
	if user.EraseAfter != nil {
		return w.sales.CancelPlans(ctx, user.ID)
	}
	return w.sales.UncancelPlans(ctx, user.ID)
}

// invoices lists a user's invoices for the copy of their data.
type invoices struct{ sales *billing.Service }

// Invoices asks Stripe for them.
func (i invoices) Invoices(ctx context.Context, userID uuid.UUID) (any, error) {
	return i.sales.Invoices(ctx, userID)
}
