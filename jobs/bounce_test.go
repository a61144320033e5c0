package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"

	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/mailtest"
)

// marks is what is noted of addresses, in the order in which it is.
type marks chan string

func (m marks) MarkBounced(_ context.Context, address string) error {
	m <- "bounced " + address
	return nil
}

func (m marks) ClearBounced(_ context.Context, address string) error {
	m <- "works " + address
	return nil
}

// TestBounceIsGivenUp: an address that is refused for good is tried once and marked; tried again
// by an admin, the mail that gets through takes the mark away.
func TestBounceIsGivenUp(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		server := &mailtest.Server{}
		server.Start(t)
		server.Refuse(mailtest.OnRecipient, refusal(550, 5, 1, 1))
		noted := make(marks, 10)
		o.run(jobs.Work{Writer: writer{}, Sender: mail.SMTP(server.Settings()), Bounces: noted})
		o.post(ada)
		job := o.await("cancelled")
		if job.Attempt != 1 || !strings.Contains(job.LastError, "550") || strings.Contains(job.LastError, "@") {
			t.Errorf("%+v", job)
		}
		if got := receive(t, noted); got != "bounced "+ada.To {
			t.Error(got)
		}
		server.Refuse(mailtest.OnRecipient, nil)
		o.retry(job)
		if got := receive(t, noted); got != "works "+ada.To {
			t.Error(got)
		}
		o.await("completed")
	})
}

// TestOtherRefusalsAreTriedOn: what may pass, or is about us, marks nobody.
func TestOtherRefusalsAreTriedOn(t *testing.T) {
	for moment, refused := range map[string]*smtp.SMTPError{
		mailtest.OnRecipient: refusal(451, 4, 7, 1), mailtest.OnSender: refusal(550, 5, 7, 1),
	} {
		t.Run(moment, func(t *testing.T) {
			each(t, func(t *testing.T, o *world) {
				server := &mailtest.Server{}
				server.Start(t)
				server.Refuse(moment, refused)
				noted := make(marks, 10)
				o.run(jobs.Work{Writer: writer{}, Sender: mail.SMTP(server.Settings()), Bounces: noted})
				o.post(ada)
				if job := o.failed(); !strings.Contains(job.LastError, fmt.Sprint(refused.Code)) || len(noted) > 0 {
					t.Errorf("%+v, %d marks", job, len(noted))
				}
			})
		})
	}
}

// TestMarkThatFails: a bounce that cannot be noted is tried again; a mail that arrived is not sent
// again for its note.
func TestMarkThatFails(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		work := o.work()
		work.Bounces = brokenMarks{}
		o.run(work)
		o.post(ada)
		o.await("completed")
		o.delivered()
		bounce := fmt.Errorf("%w: no", mail.ErrBounced)
		o.fails.Store(&bounce)
		o.post(ada)
		o.failed()
	})
}

type brokenMarks struct{}

var errMarks = errors.New("away")

func (brokenMarks) MarkBounced(context.Context, string) error  { return errMarks }
func (brokenMarks) ClearBounced(context.Context, string) error { return errMarks }

func refusal(code int, status ...int) *smtp.SMTPError {
	return &smtp.SMTPError{
		Code: code, EnhancedCode: smtp.EnhancedCode{status[0], status[1], status[2]}, Message: "no",
	}
}
