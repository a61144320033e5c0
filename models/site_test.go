package models_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/policies"

	siterows "github.com/prokken/prokken/models/sites"
)

// TestSiteRemembersItsAddresses: there is one own site; what it is called may
// change, and what it was called is never forgotten.
func TestSiteRemembersItsAddresses(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := t.Context()
		first, err := siterows.EnsureOwn(ctx, db, "http://localhost:8080")
		if err != nil || first.Kind != siterows.OwnSite || first.Address != "http://localhost:8080" {
			t.Fatalf("%+v, %v", first, err)
		}
		for _, address := range []string{"https://prokken.com", "https://prokken.com", "http://localhost:8080"} {
			again, err := siterows.EnsureOwn(ctx, db, address)
			if err != nil || again.ID != first.ID || again.Address != address {
				t.Errorf("%+v, %v", again, err)
			}
			if stored, err := siterows.BySlug(ctx, db, siterows.HouseSite); err != nil || stored != again {
				t.Errorf("stored %+v, %v", stored, err)
			}
		}
		addresses, err := siterows.Addresses(ctx, db, first.ID)
		slices.Sort(addresses)
		if diff := cmp.Diff([]string{"http://localhost:8080", "https://prokken.com"}, addresses); err != nil || diff != "" {
			t.Errorf("%v, %s", err, diff)
		}
		for _, change := range []string{"UPDATE site_addresses SET address = 'x'", "DELETE FROM site_addresses"} {
			if _, err := db.Pool().ExecContext(ctx, change); err == nil {
				t.Errorf("%s: done", change)
			}
		}
		second := siterows.Site{
			ID:      models.NewSiteID(),
			Slug:    "second",
			Kind:    siterows.OwnSite,
			Address: "https://x.example",
		}
		if err := siterows.Create(ctx, db, &second); !errors.Is(err, models.ErrConflict) {
			t.Errorf("a second own site: %v", err)
		}
		if _, err := siterows.EnsureOwn(ctx, db, ""); err == nil {
			t.Error("a site without an address was stored")
		}
	})
}

// published is a first version that is in effect.
func published(at time.Time) *policies.Version {
	day := "2026-04-16"
	return &policies.Version{
		ID: models.NewID(), Number: new(int64(1)), State: policies.Published, Document: "{}", SHA256: "x",
		PublishedOn: &day, PublishedAt: &at, EffectiveAt: &at, Record: "{}",
	}
}

// TestChangesOfSites: what visitors can see moves its site to the next number,
// what they cannot see does not.
func TestChangesOfSites(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, now, soon := t.Context(), models.Now(), models.Now().Add(time.Hour)
		ours, theirs := home(t, db), customers(t, db, "bakery")
		policy := &policies.Policy{ID: models.NewID(), SiteID: ours, Slug: "x"}
		first, later := published(now), published(now)
		later.ID, later.PolicyID, later.Number, later.EffectiveAt = uuid.Nil, policy.ID, new(int64(2)), &soon
		draft := &policies.Version{ID: models.NewID(), PolicyID: policy.ID, Document: "{}", SHA256: "d"}
		translation := &policies.Translation{
			ID:        models.NewID(),
			PolicyID:  policy.ID,
			VersionID: first.ID,
			Language:  "bn",
			Words:     "{}",
			SHA256:    "t",
		}
		last := int64(0)
		for _, step := range []struct {
			name  string
			do    func() error
			moves bool
		}{
			{"nothing", func() error { return nil }, false},
			{"a first version", func() error { return policies.Create(ctx, db, policy, first) }, true},
			{"a draft", func() error { return policies.CreateDraft(ctx, db, draft) }, false},
			{"its publication", func() error { return policies.PublishDraft(ctx, db, policy.ID, "d", *later) }, true},
			{"a withdrawal", func() error {
				return policies.Withdraw(ctx, db, &policies.Withdrawal{VersionID: draft.ID, Reason: "x", WithdrawnAt: now})
			}, true},
			{"a translation's draft", func() error { return policies.CreateTranslationDraft(ctx, db, translation) }, false},
			{"a translation", func() error {
				signed := *translation
				signed.Number, signed.PublishedAt, signed.Record = new(int64(1)), &now, "{}"
				return policies.PublishTranslation(ctx, db, signed, "t")
			}, true},
			{"another site", func() error {
				return policies.Create(ctx, db, &policies.Policy{ID: models.NewID(), SiteID: theirs, Slug: "x"}, published(now))
			}, false},
		} {
			if err := step.do(); err != nil {
				t.Fatalf("%s: %v", step.name, err)
			}
			n, err := siterows.Sequence(ctx, db, ours)
			if err != nil || (n > last) != step.moves || n < last {
				t.Errorf("%s: from %d to %d, %v", step.name, last, n, err)
			}
			last = n
		}
		changes, err := siterows.ChangedSince(ctx, db, 0)
		want := []siterows.Change{{SiteID: ours, Sequence: 4}, {SiteID: theirs, Sequence: 5}}
		if diff := cmp.Diff(want, changes); err != nil || diff != "" {
			t.Errorf("%v, %s", err, diff)
		}
		if changes, err = siterows.ChangedSince(ctx, db, 4); err != nil || len(changes) != 1 ||
			changes[0].SiteID != theirs {
			t.Errorf("%v, %v", changes, err)
		}
	})
}

// TestNoChangeIsMissed: whoever asks again and again with the greatest number
// they know sees every publication, however many are made at the same moment.
func TestNoChangeIsMissed(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		const sites, each = 8, 12
		seen := follow(t, db)
		var publishers sync.WaitGroup
		var ids []models.SiteID
		for i := range sites {
			site := customers(t, db, fmt.Sprintf("s%d", i))
			ids = append(ids, site)
			publishers.Go(func() {
				for n := range each {
					if err := publishSlowly(t, db, site, fmt.Sprintf("p%d", n)); err != nil {
						t.Error(err)
					}
				}
			})
		}
		publishers.Wait()
		last := seen()
		for _, id := range ids {
			n, err := siterows.Sequence(t.Context(), db, id)
			if err != nil || n == 0 || last[id] != n {
				t.Errorf("seen %d of %d, %v", last[id], n, err)
			}
		}
		changes, err := siterows.ChangedSince(t.Context(), db, sites*each-1)
		if err != nil || len(changes) != 1 || changes[0].Sequence != sites*each {
			t.Errorf("the last one is not %d: %v, %v", sites*each, changes, err)
		}
	})
}

// publishSlowly publishes and takes its time before it commits, so that others
// commit in between.
func publishSlowly(t *testing.T, db *models.DB, site models.SiteID, slug string) error {
	return db.Transaction(t.Context(), func(tx *models.DB) error {
		err := policies.Create(
			t.Context(),
			tx,
			&policies.Policy{ID: models.NewID(), SiteID: site, Slug: slug},
			published(models.Now()),
		)
		time.Sleep(time.Duration(uuid.New()[0]%4) * time.Millisecond)
		return err
	})
}

// follow polls the changes until the function that it returns is called, which
// looks once more and returns the last number seen of each site.
func follow(t *testing.T, db *models.DB) func() map[models.SiteID]int64 {
	last, newest := map[models.SiteID]int64{}, int64(0)
	look := func() {
		changes, err := siterows.ChangedSince(t.Context(), db, newest)
		if err != nil {
			t.Error(err)
		}
		for _, change := range changes {
			last[change.SiteID], newest = change.Sequence, change.Sequence
		}
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			default:
				look()
			}
		}
	}()
	return func() map[models.SiteID]int64 {
		close(stop)
		<-stopped
		look()
		return last
	}
}
