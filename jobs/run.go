package jobs

import (
	"context"
	"database/sql"
	"log/slog"
	"os"
	"time"

	"github.com/riverqueue/river"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/program"
)

const (
	// jobTimeout is how long a job may take that has no limit of its own: longer than a mail
	// server is waited for.
	jobTimeout = 35 * time.Second
	// stuckAfter is after how long River takes up a job again whose server is gone. [rescue] is
	// sooner with all jobs that have no limit of their own.
	stuckAfter  = 5 * time.Minute
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
	client, err := start(ctx, db, work)
	if client == nil {
		return err
	}
	looking, stopLooking := context.WithCancel(ctx)
	defer stopLooking()
	go rescue(looking, db)
	if work.Customers != nil {
		go follow(looking, db, client, work.Customers)
	}
	<-ctx.Done()
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	return client.Stop(stopping)
}

// startAgain is how long a server waits that could not start because the database is away.
const startAgain = time.Second

// start returns a client that works; nil where ctx ended while the database was away.
func start(ctx context.Context, db *models.DB, work Work) (*river.Client[*sql.Tx], error) {
	for told := false; ; told = true {
		client, err := newClient(ctx, db, work)
		if err == nil {
			err = client.Start(context.WithoutCancel(ctx))
		}
		if err == nil {
			return client, nil
		}
		if !models.IsAway(err) {
			return nil, err
		}
		if !told {
			slog.WarnContext(ctx, "the jobs wait for the database", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil, nil //nolint:nilnil // it was to end, and nothing had begun
		case <-time.After(startAgain):
		}
	}
}

func newClient(ctx context.Context, db *models.DB, work Work) (*river.Client[*sql.Tx], error) {
	return river.NewClient(db.QueueDriver(), &river.Config{
		Queues:                      work.queues(),
		Workers:                     work.workers(ctx),
		PeriodicJobs:                work.periodic(),
		Logger:                      quiet(),
		ErrorHandler:                reporter{},
		Middleware:                  work.middleware(),
		JobTimeout:                  jobTimeout,
		RescueStuckJobsAfter:        stuckAfter,
		FetchCooldown:               cooldown,
		FetchPollInterval:           poll,
		PollOnly:                    db.Dialect() == models.SQLite,
		CompletedJobRetentionPeriod: program.SentMailsKept,
		CancelledJobRetentionPeriod: program.FailedMailsKept,
		DiscardedJobRetentionPeriod: program.FailedMailsKept,
	})
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
