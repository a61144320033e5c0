package jobs

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/jobrows"
)

// Work says who does which kind of job.
type Work struct {
	Stale         StaleChecker // nil: every letter is sent
	Writer        MailWriter
	Sender        mail.Sender
	Bounces       BounceMarker // nil: nobody notes which addresses take no mail
	Customers     CustomerSyncer
	Accounts      AccountWorker
	Hourly        HourlyWorker // nil: nothing is done hourly
	Subscriptions Subscriber
	Announcements Announcer
	Audits        Auditor    // nil: audits are left to other servers
	Backups       Backuper   // nil: other servers make them
	Sites         SiteKeeper // nil: other servers keep them up
	Counter       Counter    // nil: nothing is counted
}

// StaleChecker reports whether a letter has become pointless.
type StaleChecker interface {
	IsStale(ctx context.Context, letter mail.Letter) (bool, error)
}

// MailWriter writes a letter's message.
type MailWriter interface {
	WriteMail(ctx context.Context, letter mail.Letter) (mail.Message, error)
}

// BounceMarker notes which addresses take no mail.
type BounceMarker interface {
	MarkBounced(ctx context.Context, address string) error
	ClearBounced(ctx context.Context, address string) error
}

// CustomerSyncer copies what Stripe knows of a customer. What it cannot do yet is
// [ErrLater]. Who is to be synced it names as part of a transaction, each once, and they are.
type CustomerSyncer interface {
	Sync(ctx context.Context, customer uuid.UUID) error
	TakeHinted(ctx context.Context, tx *models.DB, limit int) ([]uuid.UUID, error)
}

// AccountWorker does what an account's owner asked for and does not wait for.
type AccountWorker interface {
	Work(ctx context.Context, task jobrows.AccountTask) error
}

// HourlyWorker does what is done once an hour.
type HourlyWorker interface {
	Hourly(ctx context.Context) error
}

// Subscriber asks an address whether it wants mails about changed policies.
type Subscriber interface {
	Subscribe(ctx context.Context, email string) error
}

// Announcer tells some people of a version, and reports whether they were the
// last.
type Announcer interface {
	Tell(ctx context.Context, version uuid.UUID) (last bool, err error)
}

// Auditor audits the own site, or reports that another audit keeps it busy.
type Auditor interface {
	Run(ctx context.Context, id uuid.UUID) (busy bool, err error)
}

var errNobody = errors.New("nobody does this job")

// workers are who does each kind; stopping ends when the program does.
func (w Work) workers(stopping context.Context) *river.Workers {
	workers := river.NewWorkers()
	river.AddWorker(workers, river.WorkFunc(w.sendMail))
	river.AddWorker(workers, river.WorkFunc(w.syncCustomer))
	river.AddWorker(workers, river.WorkFunc(w.accountTask))
	river.AddWorker(workers, &hourlyWorker{work: w})
	river.AddWorker(workers, river.WorkFunc(w.subscribe))
	river.AddWorker(workers, river.WorkFunc(w.announce))
	if w.Audits != nil {
		river.AddWorker(workers, &auditor{auditor: w.Audits, stopping: stopping})
	}
	if w.Sites != nil {
		river.AddWorker(workers, &siteKeeper{keeper: w.Sites})
	}
	if w.Backups != nil {
		river.AddWorker(workers, &backuper{backuper: w.Backups, stopping: stopping})
	}
	return workers
}

// periodic are the jobs that come with time, the first of them at once.
func (w Work) periodic() []*river.PeriodicJob {
	var all []*river.PeriodicJob
	if w.Hourly != nil {
		all = append(all, eachHour(hourly{}))
	}
	if w.Sites != nil {
		all = append(all, keepingSites())
	}
	if w.Backups != nil {
		all = append(all, eachHour(makeBackup{}))
	}
	return all
}

func eachHour(args river.JobArgs) *river.PeriodicJob {
	job := func() (river.JobArgs, *river.InsertOpts) { return args, nil }
	return river.NewPeriodicJob(river.PeriodicInterval(time.Hour), job, &river.PeriodicJobOpts{RunOnStart: true})
}

func (w Work) sendMail(ctx context.Context, job *river.Job[sendMail]) error {
	if mail.IsNowhere(job.Args.Letter.To) {
		return nil
	}
	if w.Stale != nil {
		stale, err := w.Stale.IsStale(ctx, job.Args.Letter)
		if err != nil || stale {
			return err
		}
	}
	message, err := w.Writer.WriteMail(ctx, job.Args.Letter)
	if err != nil {
		return err
	}
	return w.noteBounce(ctx, message.To, w.send(ctx, message))
}

// ErrLater is no failure: the job is done again soon.
var ErrLater = errors.New("the job has to wait")

// soon is how long a job waits then.
const soon = 10 * time.Second

func (w Work) syncCustomer(ctx context.Context, job *river.Job[syncCustomer]) error {
	err := w.Customers.Sync(ctx, job.Args.Customer)
	if errors.Is(err, ErrLater) {
		return river.JobSnooze(soon)
	}
	return err
}

func (w Work) accountTask(ctx context.Context, job *river.Job[accountTask]) error {
	if w.Accounts == nil {
		return errNobody
	}
	return w.Accounts.Work(ctx, job.Args.Task)
}

func (w Work) subscribe(ctx context.Context, job *river.Job[subscribe]) error {
	if w.Subscriptions == nil {
		return errNobody
	}
	return w.Subscriptions.Subscribe(ctx, job.Args.Email)
}

// announce goes on at once after a part: however many are told, no run is long,
// and none counts as a failure.
func (w Work) announce(ctx context.Context, job *river.Job[announceVersion]) error {
	if w.Announcements == nil {
		return errNobody
	}
	last, err := w.Announcements.Tell(ctx, job.Args.Version)
	if err == nil && !last {
		return river.JobSnooze(0)
	}
	return err
}

// hourlyWorker does the hourly work, for which nobody waits.
type hourlyWorker struct {
	river.WorkerDefaults[hourly]
	work Work
}

// Timeout is longer than that of most.
func (*hourlyWorker) Timeout(*river.Job[hourly]) time.Duration { return time.Minute }

// Work does the job.
func (h *hourlyWorker) Work(ctx context.Context, job *river.Job[hourly]) error {
	return h.work.hourly(ctx, job)
}

// hourly: given up, the job needs nobody's eye.
func (w Work) hourly(ctx context.Context, job *river.Job[hourly]) error {
	if w.Hourly == nil {
		return river.JobCancel(errNobody)
	}
	err := w.Hourly.Hourly(ctx)
	if err != nil && job.Attempt >= job.MaxAttempts {
		return river.JobCancel(err)
	}
	return err
}
