package models_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/program"
)

// TestConsentsNeverChange: what was chosen is proof; the database itself refuses
// to change or forget it.
func TestConsentsNeverChange(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := t.Context()
		first := consent(t, db)
		next := first
		next.ID, next.Source, next.PreviousID = models.NewID(), consents.FromWithdrawal, &first.ID
		for _, c := range []*consents.Consent{&first, &next} {
			if err := consents.Create(ctx, db, c); err != nil {
				t.Fatal(err)
			}
		}
		for _, change := range []string{"UPDATE consents SET categories = '{}'", "UPDATE consents SET locale = 'de'", "DELETE FROM consents"} {
			_, err := db.Pool().ExecContext(ctx, change)
			isRefused := err != nil && strings.Contains(err.Error(), "only ever added to")
			if isRefused == program.ConsentRecordsDeleted {
				t.Errorf("%s: %v", change, err)
			}
		}
		rows, err := db.Pool().QueryContext(ctx, "SELECT * FROM consents LIMIT 0")
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		columns, err := rows.Columns()
		namesVisitor := slices.ContainsFunc(columns, func(column string) bool {
			return slices.Contains([]string{"user_id", "email", "address", "ip", "network", "browser", "user_agent"}, column)
		})
		if err != nil || namesVisitor != program.ConsentRecordsNameVisitor {
			t.Errorf("%v, %v", columns, err)
		}
		got, err := consents.ByID(ctx, db, next.SiteID, next.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(next, got); diff != "" {
			t.Error(diff)
		}
		if _, err := consents.ByID(ctx, db, next.SiteID, models.NewID()); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("one that does not exist: %v", err)
		}
	})
}

// TestConsentsNeedWhatTheyAreAbout: no choice without a version, and no source
// that nobody knows.
func TestConsentsNeedWhatTheyAreAbout(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		for name, spoil := range map[string]func(*consents.Consent){
			"no such version":  func(c *consents.Consent) { c.VersionID = models.NewID() },
			"no such source":   func(c *consents.Consent) { c.Source = "guess" },
			"no such previous": func(c *consents.Consent) { id := models.NewID(); c.PreviousID = &id },
		} {
			c := consent(t, db)
			spoil(&c)
			if err := consents.Create(t.Context(), db, &c); err == nil {
				t.Errorf("%s: stored", name)
			}
		}
	})
}

// consent is one that is not stored yet, about a new version.
func consent(t *testing.T, db *models.DB) consents.Consent {
	t.Helper()
	site, err := sites.EnsureOwn(t.Context(), db, "https://prokken.com")
	if err != nil {
		t.Fatal(err)
	}
	now, day := models.Now(), "2026-04-16"
	p := &policies.Policy{ID: models.NewID(), SiteID: site.ID, Slug: models.NewID().String()}
	v := &policies.Version{
		ID: models.NewID(), Number: new(int64(1)), State: policies.Published, Document: "{}", PublishedOn: &day,
		PublishedAt: &now, EffectiveAt: &now, Record: "{}",
	}
	if err := policies.Create(t.Context(), db, p, v); err != nil {
		t.Fatal(err)
	}
	return consents.Consent{
		ID: models.NewID(), SiteID: site.ID, VersionID: v.ID, SHA256: "x", Fingerprint: "y", Categories: `{"analytics":true}`,
		Source: consents.FromBanner, Locale: "en-GB", CreatedAt: now,
	}
}
