package jobs

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/prokken/prokken/mail"
)

// Counter counts what was worked: attempts at jobs by [outcomeOf], mails by [mailOutcome].
type Counter interface {
	CountJob(kind, outcome string, took time.Duration)
	CountMail(outcome string)
}

// counting counts each attempt at a job.
type counting struct {
	river.MiddlewareDefaults
	counter Counter
}

// Work does the job. One that panics failed.
func (c *counting) Work(ctx context.Context, job *rivertype.JobRow, do func(context.Context) error) (err error) {
	start, panicked := time.Now(), true
	defer func() {
		outcome := outcomeOf(err)
		if panicked {
			outcome = failed
		}
		c.counter.CountJob(job.Kind, outcome, time.Since(start))
	}()
	err = do(ctx)
	panicked = false
	return err
}

// failed is the outcome of an attempt that is not the last, and of a mail that is sent again.
const failed = "failed"

func outcomeOf(err error) string {
	var snoozed *river.JobSnoozeError
	var cancelled *river.JobCancelError
	switch {
	case err == nil:
		return "done"
	case errors.As(err, &snoozed):
		return "postponed"
	case errors.As(err, &cancelled):
		return "given_up"
	default:
		return failed
	}
}

func mailOutcome(err error) string {
	switch {
	case err == nil:
		return "sent"
	case errors.Is(err, mail.ErrBounced):
		return "bounced"
	default:
		return failed
	}
}

// middleware wraps each attempt at a job; the last is nearest to the job.
func (w Work) middleware() []rivertype.Middleware {
	if w.Counter == nil {
		return []rivertype.Middleware{&storable{}}
	}
	return []rivertype.Middleware{&storable{}, &counting{counter: w.Counter}}
}

// send hands a mail to the mail server.
func (w Work) send(ctx context.Context, message mail.Message) error {
	err := w.Sender.Send(ctx, message)
	if w.Counter != nil {
		w.Counter.CountMail(mailOutcome(err))
	}
	return err
}
