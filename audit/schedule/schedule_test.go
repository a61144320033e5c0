package schedule_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/program"
)

func TestScheduleAsksWhenItIsTime(t *testing.T) {
	each(t, func(t *testing.T, d *world) {
		hourly := func(want int) {
			t.Helper()
			if err := d.Hourly(t.Context()); err != nil {
				t.Fatal(err)
			}
			if len(d.queued) != want {
				t.Fatalf("%d asked for, want %d", len(d.queued), want)
			}
		}
		hourly(1)
		if _, err := d.Run(t.Context(), d.queued[0]); err != nil {
			t.Fatal(err)
		}
		d.now = d.now.Add(5 * time.Hour)
		hourly(1)
		d.now = d.now.Add(time.Hour - time.Second) // the clock is not exact
		hourly(2)
		d.now = d.now.Add(6 * time.Hour)
		hourly(3) // its job was lost: it has one again, the queue sees to it that it is one
		if d.queued[2] != d.queued[1] {
			t.Error("another one, though one waits")
		}
		d.Every = 0
		d.now = d.now.Add(time.Hour)
		hourly(3)
	})
}

func TestWithoutABrowserNothingIsAudited(t *testing.T) {
	each(t, func(t *testing.T, d *world) {
		d.Chromium = ""
		if err := d.Hourly(t.Context()); err != nil || len(d.queued) != 0 || d.Scheduled() {
			t.Errorf("%v, %v", d.queued, err)
		}
		if _, err := d.Ask(t.Context(), nil, nil); !errors.Is(err, schedule.ErrNoBrowser) {
			t.Error(err)
		}
	})
}

// TestOldAuditsAreForgotten: reports after 90 days, and pictures earlier where there are many.
func TestOldAuditsAreForgotten(t *testing.T) {
	each(t, func(t *testing.T, d *world) {
		d.Every = 0
		old := d.audit()
		d.now = d.now.Add(program.AuditReportsKept - time.Minute)
		var first audits.Audit
		for i := range program.AuditPicturesKept {
			if a := d.audit(); i == 0 {
				first = a
			}
		}
		hourly := func() {
			t.Helper()
			if err := d.Hourly(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		hourly()
		for a, want := range map[*audits.Audit]int{&old: 0, &first: 1} {
			if shots, err := audits.Screenshots(t.Context(), d.db, d.Site, a.ID); err != nil || len(shots) != want {
				t.Errorf("%d pictures, %v", len(shots), err)
			}
		}
		d.get(old.ID)
		d.now = d.now.Add(2 * time.Minute)
		hourly()
		if _, err := audits.ByID(t.Context(), d.db, d.Site, old.ID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("it is still there: %v", err)
		}
		d.get(first.ID)
	})
}

// TestWatch sees what another server audited.
func TestWatch(t *testing.T) {
	each(t, func(t *testing.T, d *world) {
		ctx, stop := context.WithCancel(t.Context())
		watcher, ended := open(t, d.db), make(chan error)
		go func() { ended <- watcher.Watch(ctx) }()
		a := d.audit()
		for end := time.Now().Add(time.Minute); watcher.Newest() == nil && time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		}
		if newest := watcher.Newest(); newest == nil || newest.Audit.ID != a.ID {
			t.Errorf("%+v", newest)
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}
