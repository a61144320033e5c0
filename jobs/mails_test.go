package jobs_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/jobrows"
	"github.com/prokken/prokken/program"
)

// TestMailsAreForgotten when their time is over, and not before.
func TestMailsAreForgotten(t *testing.T) {
	for state, period := range map[string]time.Duration{
		"completed": program.SentMailsKept, "discarded": program.FailedMailsKept,
		"cancelled": program.FailedMailsKept,
	} {
		t.Run(state, func(t *testing.T) {
			each(t, func(t *testing.T, o *world) {
				o.insert(func(ctx context.Context, tx *models.DB) error {
					return errors.Join(
						o.queue.SendMail(ctx, tx, ada),
						o.queue.AccountTask(ctx, tx, jobrows.AccountTask{Name: "forgot", Email: ada.To}),
					)
				})
				now := models.Now()
				for kind, age := range map[string]time.Duration{
					"send_mail": period + time.Minute, "account_task": period - 10*time.Minute,
				} {
					o.set(kind, "state = '"+state+"', finalized_at", now.Add(-age))
				}
				o.run(o.work())
				o.eventually(func() bool { return len(o.jobs(state)) < 2 })
				if left := o.jobs(state); len(left) != 1 || left[0].Kind != "account_task" {
					t.Errorf("left: %+v", left)
				}
			})
		})
	}
}
