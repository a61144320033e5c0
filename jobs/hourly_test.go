package jobs_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/prokken/prokken/jobs"
)

// Hourly work is done at the start, by one instance, and not again after the
// next start in the same hour.
func TestHourly(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		if left := time.Until(time.Now().Truncate(time.Hour).Add(time.Hour)); left < 10*time.Second {
			time.Sleep(left)
		}
		done := make(chan struct{}, 10)
		work := jobs.Work{Hourly: hourlyFunc(func(context.Context) error { done <- struct{}{}; return nil })}
		first, second := o.run(work), o.run(work)
		receive(t, done)
		o.await("completed")
		if err := errors.Join(first(), second()); err != nil {
			t.Fatal(err)
		}
		o.run(work)
		time.Sleep(1200 * time.Millisecond) // River's leader begins within a second
		if len(done) != 0 || len(o.jobs("")) != 1 {
			t.Errorf("%d more, %+v", len(done), o.jobs(""))
		}
	})
}

func TestHourlyFails(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		o.run(jobs.Work{Hourly: hourlyFunc(func(context.Context) error { return errors.New("for ada@example.com: no") })})
		job := o.failed()
		o.set("hourly", "attempt", 4)
		o.retry(job)
		if job := o.await("cancelled"); job.LastError != "JobCancelError: for an address: no" || job.MaxAttempts != 5 {
			t.Errorf("%+v", job)
		}
	})
}

func TestNothingHourly(t *testing.T) {
	if n := jobs.Periodic(jobs.Work{}); n != 0 {
		t.Errorf("%d periodic jobs without work", n)
	}
}
