package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"

	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/models/subscribers"
)

// version publishes a policy of a site of its own.
func (o *world) version() uuid.UUID {
	o.t.Helper()
	ctx, now, day := o.t.Context(), models.Now(), "2026-04-16"
	site, err := sites.EnsureOwn(ctx, o.db, "https://prokken.com")
	first := &policies.Version{
		ID:          models.NewID(),
		Number:      new(int64(1)),
		State:       policies.Published,
		Document:    "{}",
		Record:      "{}",
		SHA256:      "x",
		PublishedOn: &day,
		PublishedAt: &now,
		EffectiveAt: &now,
	}
	if err == nil {
		err = policies.Create(ctx, o.db, &policies.Policy{ID: models.NewID(), SiteID: site.ID, Slug: "terms"}, first)
	}
	if err != nil {
		o.t.Fatal(err)
	}
	return first.ID
}

// TestAnnouncementGoesOn until the last part is told, without counting as failed.
func TestAnnouncementGoesOn(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		version := o.version()
		o.insert(func(ctx context.Context, tx *models.DB) error { return o.queue.AnnounceVersion(ctx, tx, version) })
		var parts atomic.Int64
		o.run(
			jobs.Work{
				Writer: writer{},
				Sender: o,
				Announcements: announceFunc(func(_ context.Context, id uuid.UUID) (bool, error) {
					if id != version {
						t.Errorf("told of %s", id)
					}
					return parts.Add(1) == 30, nil // more often than a job may fail
				}),
			},
		)
		if job := o.await("completed"); job.Kind != "announce_version" || job.LastError != "" || parts.Load() != 30 {
			t.Errorf("%+v after %d parts", job, parts.Load())
		}
	})
}

// TestRolledBackAnnouncement: no version, no telling.
func TestRolledBackAnnouncement(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		version, failed := o.version(), errors.New("failed")
		err := o.db.Transaction(t.Context(), func(tx *models.DB) error {
			return errors.Join(o.queue.AnnounceVersion(t.Context(), tx, version), failed)
		})
		if !errors.Is(err, failed) || len(o.jobs("")) != 0 {
			t.Errorf("%v, %d jobs", err, len(o.jobs("")))
		}
		if _, err := subscribers.LockAnnouncement(t.Context(), o.db, version); !errors.Is(err, models.ErrNotFound) {
			t.Error(err)
		}
		if err := o.queue.SendNotices(t.Context(), o.db, []mail.Letter{ada}); err == nil {
			t.Error("notices outside a transaction")
		}
	})
}

// TestNoticesWaitForOthers: who signs up while many are told does not wait for them.
func TestNoticesWaitForOthers(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		const many = 50
		o.insert(func(ctx context.Context, tx *models.DB) error {
			letters := make([]mail.Letter, many)
			for i := range letters {
				letters[i] = mail.Letter{To: fmt.Sprintf("s%d@example.com", i), Content: letter.PolicyChanged{}}
			}
			return o.queue.SendNotices(ctx, tx, letters)
		})
		o.post(ada)
		o.run(o.work())
		at := many
		for i := range many + 1 {
			if m := <-o.sent; m.To == ada.To {
				at = i
			}
		}
		if at > 8 { // that many are sent at once
			t.Errorf("it was sent after %d others", at)
		}
	})
}
