package jobs

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
)

// Work is who does the jobs. Without Hourly nothing is done hourly, without
// Stale every letter is sent. What Sync cannot do yet is [ErrLater]. Announce does
// a part of the telling, and reports whether that was the last. Without Audit
// audits are left to other servers.
type Work struct {
	Stale   func(ctx context.Context, letter mail.Letter) (bool, error)
	Write   func(ctx context.Context, letter mail.Letter) (mail.Message, error)
	Send    mail.Sender
	Sync    func(ctx context.Context, customer uuid.UUID) error
	Account func(ctx context.Context, task models.AccountTask) error
	Hourly  func(ctx context.Context) error

	Subscribe func(ctx context.Context, email string) error
	Announce  func(ctx context.Context, version uuid.UUID) (last bool, err error)
	Audit     func(ctx context.Context, id uuid.UUID) (busy bool, err error)
}

var errNobody = errors.New("nobody does this job")

// workers are who does each kind; stopping ends when the program does.
func (w Work) workers(stopping context.Context) *river.Workers {
	workers := river.NewWorkers()
	river.AddWorker(workers, river.WorkFunc(w.sendMail))
	river.AddWorker(workers, river.WorkFunc(w.syncCustomer))
	river.AddWorker(workers, river.WorkFunc(w.accountTask))
	river.AddWorker(workers, river.WorkFunc(w.hourly))
	river.AddWorker(workers, river.WorkFunc(w.subscribe))
	river.AddWorker(workers, river.WorkFunc(w.announce))
	if w.Audit != nil {
		river.AddWorker(workers, &auditor{do: w.Audit, stopping: stopping})
	}
	return workers
}

// periodic are the jobs that come with time, the first of them at once.
func (w Work) periodic() []*river.PeriodicJob {
	if w.Hourly == nil {
		return nil
	}
	job := func() (river.JobArgs, *river.InsertOpts) { return hourly{}, nil }
	return []*river.PeriodicJob{
		river.NewPeriodicJob(river.PeriodicInterval(time.Hour), job, &river.PeriodicJobOpts{RunOnStart: true}),
	}
}

func (w Work) sendMail(ctx context.Context, job *river.Job[sendMail]) error {
	if mail.IsNowhere(job.Args.Letter.To) {
		return nil
	}
	if w.Stale != nil {
		stale, err := w.Stale(ctx, job.Args.Letter)
		if err != nil || stale {
			return err
		}
	}
	message, err := w.Write(ctx, job.Args.Letter)
	if err != nil {
		return err
	}
	return w.Send(ctx, message)
}

// ErrLater is no failure: the job is done again soon.
var ErrLater = errors.New("the job has to wait")

// soon is how long a job waits then.
const soon = 10 * time.Second

func (w Work) syncCustomer(ctx context.Context, job *river.Job[syncCustomer]) error {
	err := w.Sync(ctx, job.Args.Customer)
	if errors.Is(err, ErrLater) {
		return river.JobSnooze(soon)
	}
	return err
}

func (w Work) accountTask(ctx context.Context, job *river.Job[accountTask]) error {
	if w.Account == nil {
		return errNobody
	}
	return w.Account(ctx, job.Args.Task)
}

func (w Work) subscribe(ctx context.Context, job *river.Job[subscribe]) error {
	if w.Subscribe == nil {
		return errNobody
	}
	return w.Subscribe(ctx, job.Args.Email)
}

// announce goes on at once after a part: however many are told, no run is long,
// and none counts as a failure.
func (w Work) announce(ctx context.Context, job *river.Job[announceVersion]) error {
	if w.Announce == nil {
		return errNobody
	}
	last, err := w.Announce(ctx, job.Args.Version)
	if err == nil && !last {
		return river.JobSnooze(0)
	}
	return err
}

// hourly: given up, the job is not kept for ever as others are.
func (w Work) hourly(ctx context.Context, job *river.Job[hourly]) error {
	if w.Hourly == nil {
		return river.JobCancel(errNobody)
	}
	err := w.Hourly(ctx)
	if err != nil && job.Attempt >= job.MaxAttempts {
		return river.JobCancel(err)
	}
	return err
}
