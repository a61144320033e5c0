package jobs

import (
	"context"
	"log/slog"
	"os"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
)

// Work is who does the jobs.
type Work struct {
	Write func(ctx context.Context, letter mail.Letter) (mail.Message, error)
	Send  mail.Sender
	Sync  func(ctx context.Context, customer uuid.UUID) error
}

const (
	jobTimeout  = time.Minute
	stopTimeout = 10 * time.Second
	// poll is how late a job can start on SQLite, which cannot call.
	poll = 250 * time.Millisecond
)

// Run works until ctx ends, then lets the jobs at hand finish.
func Run(ctx context.Context, db *models.DB, work Work) error {
	workers := river.NewWorkers()
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, job *river.Job[sendMail]) error {
		message, err := work.Write(ctx, job.Args.Letter)
		if err != nil {
			return err
		}
		return work.Send(ctx, message)
	}))
	river.AddWorker(workers, river.WorkFunc(func(ctx context.Context, job *river.Job[syncCustomer]) error {
		return work.Sync(ctx, job.Args.Customer)
	}))
	client, err := river.NewClient(db.QueueDriver(), &river.Config{
		Queues:               map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 8}},
		Workers:              workers,
		Logger:               quiet(),
		ErrorHandler:         reporter{},
		JobTimeout:           jobTimeout,
		RescueStuckJobsAfter: 5 * jobTimeout,
		FetchPollInterval:    poll,
		PollOnly:             db.Dialect() == models.SQLite,
	})
	if err != nil {
		return err
	}
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	<-ctx.Done()
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	return client.Stop(stopping)
}

// quiet keeps River's own chatter out of the log.
func quiet() *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
}
