package jobs

import (
	"context"
	"log/slog"
	"os"
	"time"

	"github.com/riverqueue/river"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/program"
)

const (
	jobTimeout  = time.Minute
	stopTimeout = 10 * time.Second
	// poll is how late a job can start on SQLite, which cannot call.
	poll = 250 * time.Millisecond
	// cooldown is the pause between two looks for jobs, each of which takes as
	// many as there are workers: River's own tenth of a second allows 80 jobs in
	// a second.
	cooldown = 10 * time.Millisecond
)

// Run works until ctx ends, then lets the jobs at hand finish. A job that failed for the
// last time, after some 20 days, or was given up at once, stays for an admin to have it tried again.
func Run(ctx context.Context, db *models.DB, work Work) error {
	client, err := river.NewClient(db.QueueDriver(), &river.Config{
		Queues:                      work.queues(),
		Workers:                     work.workers(ctx),
		PeriodicJobs:                work.periodic(),
		Logger:                      quiet(),
		ErrorHandler:                reporter{},
		Middleware:                  work.middleware(),
		JobTimeout:                  jobTimeout,
		RescueStuckJobsAfter:        5 * jobTimeout,
		FetchCooldown:               cooldown,
		FetchPollInterval:           poll,
		PollOnly:                    db.Dialect() == models.SQLite,
		CompletedJobRetentionPeriod: program.SentMailsKept,
		CancelledJobRetentionPeriod: program.FailedMailsKept,
		DiscardedJobRetentionPeriod: program.FailedMailsKept,
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

// quiet keeps River's own chatter out of the log, and what reporter tells
// without addresses.
func quiet() *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{
		Level: slog.LevelError,
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == "panic_val" {
				return slog.Attr{}
			}
			return a
		},
	}))
}
