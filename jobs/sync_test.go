package jobs_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/jobrows"
)

func TestAccountTask(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		task := jobrows.AccountTask{Name: "forgot_password", Email: "ada@example.com", ID: models.NewID()}
		put := func(ctx context.Context, tx *models.DB) error { return o.queue.AccountTask(ctx, tx, task) }
		stop := o.run(o.work())
		o.insert(put)
		job := o.failed()
		if job.Kind != "account_task" || job.LastError != "nobody does this job" {
			t.Fatalf("%+v", job)
		}
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		done := make(chan jobrows.AccountTask, 2)
		o.run(
			jobs.Work{
				Accounts: accountFunc(func(_ context.Context, task jobrows.AccountTask) error { done <- task; return nil }),
			},
		)
		o.retry(job)
		if got := receive(t, done); got != task {
			t.Errorf("%+v", got)
		}
	})
}

func TestSync(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		customer, done := models.NewID(), make(chan uuid.UUID, 1)
		hinted := &syncer{syncFunc: func(_ context.Context, id uuid.UUID) error { done <- id; return nil }}
		o.run(jobs.Work{Customers: hinted})
		hinted.hint(customer)
		if got := receive(t, done); got != customer {
			t.Error(got)
		}
	})
}

// TestSyncLater: who is told to wait looks again soon, however often, and did not
// fail.
func TestSyncLater(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		busy := &syncer{syncFunc: func(context.Context, uuid.UUID) error { return fmt.Errorf("%w: busy", jobs.ErrLater) }}
		busy.hint(models.NewID())
		o.run(jobs.Work{Customers: busy})
		for range 2 {
			job := o.await("scheduled")
			if wait := time.Until(job.ScheduledAt); wait > 11*time.Second || job.LastError != "" || job.Attempt != 0 {
				t.Errorf("in %v: %+v", wait, job)
			}
			o.retry(job)
		}
	})
}
