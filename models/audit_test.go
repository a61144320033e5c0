package models_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/sites"
)

// home is the own site.
func home(t *testing.T, db *models.DB) models.SiteID {
	t.Helper()
	site, err := sites.EnsureOwn(t.Context(), db, "https://prokken.com")
	if err != nil {
		t.Fatal(err)
	}
	return site.ID
}

// customers is a site of a customer, with that slug.
func customers(t *testing.T, db *models.DB, slug string) models.SiteID {
	t.Helper()
	site := sites.Site{
		ID:      models.NewSiteID(),
		Slug:    slug,
		Kind:    sites.CustomerSite,
		Address: "https://" + slug + ".example",
	}
	if err := sites.Create(t.Context(), db, &site); err != nil {
		t.Fatal(err)
	}
	return site.ID
}

// asked is an audit that waits.
func asked(t *testing.T, db *models.DB) audits.Audit {
	t.Helper()
	a := audits.Audit{ID: models.NewID(), SiteID: home(t, db), AskedAt: models.Now(), State: audits.AuditAsked}
	if err := audits.Create(t.Context(), db, &a); err != nil {
		t.Fatal(err)
	}
	return a
}

func begun(t *testing.T, db *models.DB, at time.Time) audits.Audit {
	t.Helper()
	a := asked(t, db)
	if err := audits.Begin(t.Context(), db, a.SiteID, a.ID, at); err != nil {
		t.Fatal(err)
	}
	return a
}

// done is an audit with a result and a picture.
func done(t *testing.T, db *models.DB, hold int64) audits.Audit {
	t.Helper()
	now := models.Now()
	a := begun(t, db, now)
	a.State, a.EndedAt, a.ClaimsHold, a.ClaimsTotal, a.Passed, a.Report = audits.AuditDone, &now, hold, 14, true, `{"url":"x"}`
	err := errors.Join(
		audits.End(t.Context(), db, a),
		audits.SaveScreenshots(
			t.Context(),
			db,
			[]audits.Screenshot{{AuditID: a.ID, N: 1, Journey: "stranger", URL: "/", JPEG: []byte{0, 255, 1}}},
		),
	)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestOneAuditAtATime: the database itself has one wait and one run, at most.
func TestOneAuditAtATime(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := t.Context()
		first := asked(t, db)
		second := audits.Audit{
			ID:      models.NewID(),
			SiteID:  first.SiteID,
			AskedAt: models.Now(),
			State:   audits.AuditAsked,
		}
		if err := audits.Create(ctx, db, &second); !errors.Is(err, models.ErrConflict) {
			t.Errorf("a second one waits: %v", err)
		}
		if err := audits.Begin(ctx, db, first.SiteID, first.ID, models.Now()); err != nil {
			t.Fatal(err)
		}
		if err := audits.Create(ctx, db, &second); err != nil {
			t.Errorf("one waits while one runs: %v", err)
		}
		for _, id := range []uuid.UUID{first.ID, second.ID, models.NewID()} {
			if err := audits.Begin(ctx, db, first.SiteID, id, models.Now()); !errors.Is(err, models.ErrConflict) {
				t.Errorf("it began: %v", err)
			}
		}
		if open, err := audits.FindOpen(ctx, db, first.SiteID); err != nil || open.ID != first.ID {
			t.Errorf("the one at work is %s, %v", open.ID, err)
		}
		if err := audits.Return(ctx, db, first.SiteID, first.ID); !errors.Is(err, models.ErrConflict) {
			t.Errorf("two wait: %v", err)
		}
	})
}

func TestAuditsOfServersThatAreGone(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, now := t.Context(), models.Now()
		a := begun(t, db, now.Add(-time.Hour))
		if err := audits.GiveUp(ctx, db, now.Add(-2*time.Hour), now, "lost"); err != nil {
			t.Fatal(err)
		}
		if open, err := audits.FindOpen(ctx, db, a.SiteID); err != nil || open.ID != a.ID {
			t.Errorf("given up too early: %v", err)
		}
		if err := audits.GiveUp(ctx, db, now.Add(-time.Minute), now, "lost"); err != nil {
			t.Fatal(err)
		}
		got, err := audits.ByID(ctx, db, a.SiteID, a.ID)
		if err != nil || got.State != audits.AuditFailed || got.Problem != "lost" || got.EndedAt == nil {
			t.Errorf("%+v, %v", got, err)
		}
		a.State = audits.AuditDone
		if err := audits.End(ctx, db, a); !errors.Is(err, models.ErrConflict) {
			t.Errorf("it came back: %v", err)
		}
		if _, err := audits.FindOpen(ctx, db, a.SiteID); !errors.Is(err, models.ErrNotFound) {
			t.Error(err)
		}
	})
}

func TestReturnedAuditWaitsAgain(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		a := begun(t, db, models.Now())
		if err := audits.Return(t.Context(), db, a.SiteID, a.ID); err != nil {
			t.Fatal(err)
		}
		if got, err := audits.ByID(t.Context(), db, a.SiteID, a.ID); err != nil || got.State != audits.AuditAsked ||
			got.StartedAt != nil {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

func TestAuditsAreKeptForAWhile(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, site := t.Context(), home(t, db)
		var all []audits.Audit
		for i := range 5 {
			all = append(all, done(t, db, int64(i)))
		}
		if err := audits.Tidy(ctx, db, site, all[1].AskedAt, 2); err != nil {
			t.Fatal(err)
		}
		rows, err := audits.List(ctx, db, site, uuid.Nil, 10)
		if err != nil || len(rows) != 4 || rows[0].ID != all[4].ID || rows[0].Report != "" {
			t.Errorf("%d rows, %v", len(rows), err)
		}
		if older, err := audits.List(ctx, db, site, all[3].ID, 10); err != nil || len(older) != 2 {
			t.Errorf("%d older ones, %v", len(older), err)
		}
		for i, a := range all {
			shots, err := audits.Screenshots(ctx, db, site, a.ID)
			if want := i >= 3; err != nil || (len(shots) == 1) != want || want && len(shots[0].JPEG) > 0 {
				t.Errorf("%d: %v, %v", i, shots, err)
			}
		}
		if shot, err := audits.ScreenshotOf(ctx, db, site, all[4].ID, 1); err != nil ||
			string(shot.JPEG) != "\x00\xff\x01" {
			t.Errorf("%v, %v", shot, err)
		}
		if _, err := audits.ScreenshotOf(ctx, db, site, all[4].ID, 2); !errors.Is(err, models.ErrNotFound) {
			t.Error(err)
		}
		line, err := audits.Timeline(ctx, db, site, 3)
		if err != nil || len(line) != 3 || line[0].ClaimsHold != 2 || line[2].ClaimsHold != 4 {
			t.Errorf("%v, %v", line, err)
		}
		if before, err := audits.Before(ctx, db, site, all[4].ID); err != nil || before.ID != all[3].ID ||
			before.Report == "" {
			t.Errorf("%v, %v", before, err)
		}
		if newest, err := audits.NewestID(ctx, db, site); err != nil || newest != all[4].ID {
			t.Errorf("%v, %v", newest, err)
		}
	})
}

// TestAuditsOfTwoSites: each site has one that waits and one that runs, and none
// is seen or touched through the other.
func TestAuditsOfTwoSites(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, now := t.Context(), models.Now()
		ours, theirs := done(t, db, 3), customers(t, db, "bakery")
		waiting := audits.Audit{ID: models.NewID(), SiteID: theirs, AskedAt: now, State: audits.AuditAsked}
		if err := audits.Create(ctx, db, &waiting); err != nil {
			t.Fatal(err)
		}
		if err := audits.Begin(ctx, db, ours.SiteID, waiting.ID, now); !errors.Is(err, models.ErrConflict) {
			t.Errorf("begun through another site: %v", err)
		}
		if err := audits.Begin(ctx, db, theirs, waiting.ID, now); err != nil {
			t.Fatal(err)
		}
		begun(t, db, now) // while theirs runs
		for name, err := range map[string]error{
			"return": audits.Return(ctx, db, ours.SiteID, waiting.ID),
			"end":    audits.End(ctx, db, audits.Audit{ID: waiting.ID, SiteID: ours.SiteID, State: audits.AuditDone, EndedAt: &now}),
		} {
			if !errors.Is(err, models.ErrConflict) {
				t.Errorf("%s through another site: %v", name, err)
			}
		}
		failed := audits.Audit{ID: waiting.ID, SiteID: theirs, State: audits.AuditFailed, EndedAt: &now}
		if err := audits.End(ctx, db, failed); err != nil {
			t.Fatal(err)
		}
		if err := audits.Tidy(ctx, db, theirs, now.Add(time.Hour), 0); err != nil {
			t.Fatal(err)
		}
		_, err := audits.ByID(ctx, db, theirs, ours.ID)
		_, err2 := audits.ScreenshotOf(ctx, db, theirs, ours.ID, 1)
		_, err3 := audits.NewestID(ctx, db, theirs)
		_, err4 := audits.Before(ctx, db, theirs, models.NewID())
		for _, err := range []error{err, err2, err3, err4} {
			if !errors.Is(err, models.ErrNotFound) {
				t.Errorf("seen through another site: %v", err)
			}
		}
		rows, err := audits.List(ctx, db, theirs, uuid.Nil, 10)
		line, err2 := audits.Timeline(ctx, db, theirs, 10)
		shots, err3 := audits.Screenshots(ctx, db, theirs, ours.ID)
		last, err4 := audits.LastAsked(ctx, db, theirs)
		if err := errors.Join(err, err2, err3, err4); err != nil || len(rows)+len(line)+len(shots) != 0 ||
			!last.IsZero() {
			t.Errorf("%v, %v, %v, %v, %v", rows, line, shots, last, err)
		}
		if shots, err := audits.Screenshots(ctx, db, ours.SiteID, ours.ID); err != nil || len(shots) != 1 {
			t.Errorf("ours were tidied away: %v, %v", shots, err)
		}
	})
}
