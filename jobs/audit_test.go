package jobs_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
)

func (o *world) audit(id uuid.UUID) {
	o.t.Helper()
	o.insert(func(ctx context.Context, tx *models.DB) error { return o.queue.Audit(ctx, tx, id) })
}

// TestAuditsComeOneByOne: one job for each audit, and one at work.
func TestAuditsComeOneByOne(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		var atOnce, runs atomic.Int32
		work := o.work()
		work.Audits = auditFunc(func(ctx context.Context, _ uuid.UUID) (bool, error) {
			if atOnce.Add(1) > 1 {
				t.Error("two at once")
			}
			deadline, has := ctx.Deadline()
			if left := time.Until(deadline); !has || left < 4*time.Minute || left >= 5*time.Minute {
				t.Errorf("it may take %s", left)
			}
			time.Sleep(50 * time.Millisecond)
			atOnce.Add(-1)
			runs.Add(1)
			return false, nil
		})
		first, second := models.NewID(), models.NewID()
		o.audit(first)
		o.audit(first)
		o.audit(second)
		o.run(work)
		o.eventually(func() bool { return len(o.jobs("completed")) == 2 })
		if n := runs.Load(); n != 2 {
			t.Errorf("%d runs", n)
		}
	})
}

// TestAuditWaitsForAnother: of another server's.
func TestAuditWaitsForAnother(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		work := o.work()
		work.Audits = auditFunc(func(context.Context, uuid.UUID) (bool, error) { return true, nil })
		o.audit(models.NewID())
		o.run(work)
		if job := o.await("scheduled"); job.LastError != "" || job.Attempt > job.MaxAttempts {
			t.Errorf("%+v", job)
		}
	})
}

// TestEndOfTheProgramEndsAnAudit: it does not wait for the browser.
func TestEndOfTheProgramEndsAnAudit(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		begun := make(chan struct{})
		work := o.work()
		work.Audits = auditFunc(func(ctx context.Context, _ uuid.UUID) (bool, error) {
			close(begun)
			<-ctx.Done()
			return false, ctx.Err()
		})
		o.audit(models.NewID())
		stop := o.run(work)
		receive(t, begun)
		if err := stop(); err != nil { // [jobs.Run] fails where a job is not over in time
			t.Error(err)
		}
		if waiting := append(o.jobs("retryable"), o.jobs("available")...); len(waiting) != 1 {
			t.Errorf("it is not done anew: %+v", o.jobs(""))
		}
	})
}

// TestAuditsAreLeftToOthers where there is no browser.
func TestAuditsAreLeftToOthers(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		o.audit(models.NewID())
		o.run(o.work())
		o.post(ada)
		o.delivered()
		if waiting := o.jobs("available"); len(waiting) != 1 {
			t.Errorf("%+v", o.jobs(""))
		}
	})
}

// TestNothingIsSentNowhere: nobody reads what goes to .invalid.
func TestNothingIsSentNowhere(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		o.post(mail.Letter{To: "audit@example.com.invalid", Content: letter.NewDevice{}}, ada)
		o.run(jobs.Work{Writer: writer{}, Sender: o})
		if m := o.delivered(); m.To != ada.To {
			t.Errorf("to %s", m.To)
		}
		o.eventually(func() bool { return len(o.jobs("completed")) == 2 })
		o.nothingMore()
	})
}
