package models_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/program"
)

// TestConsentsNeverChange: what was chosen is proof; the database itself refuses
// to change or forget it, or to begin its chain elsewhere.
func TestConsentsNeverChange(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := t.Context()
		first := consent(t, db)
		next := first
		next.ID, next.Source, next.PreviousID = models.NewID(), consents.FromWithdrawal, &first.ID
		next.Sequence, next.PreviousHash, next.Hash, next.GPC = 2, first.Hash, "h2", true
		next.QuestionSHA256 = new("q")
		if err := consents.SaveQuestion(ctx, db, &consents.Question{SHA256: "q", Wording: "{}", CreatedAt: next.CreatedAt}); err != nil {
			t.Fatal(err)
		}
		add(t, db, first, next)
		for _, change := range []string{
			"UPDATE consents SET categories = '{}'", "UPDATE consents SET locale = 'de'", "DELETE FROM consents",
			"UPDATE consent_chains SET last = 1", "UPDATE consent_chains SET anchor = anchor - 1", "DELETE FROM consent_chains",
			"UPDATE consent_questions SET wording = ''", "DELETE FROM consent_questions",
		} {
			if _, err := db.Pool().ExecContext(ctx, change); err == nil ||
				!strings.Contains(err.Error(), "only ever added to") {
				t.Errorf("%s: %v", change, err)
			}
		}
		rows, err := db.Pool().QueryContext(ctx, "SELECT * FROM consents LIMIT 0")
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		columns, err := rows.Columns()
		err = errors.Join(err, rows.Err())
		namesVisitor := slices.ContainsFunc(columns, func(column string) bool {
			return slices.Contains(
				[]string{"user_id", "email", "address", "ip", "network", "browser", "user_agent"},
				column,
			)
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

// TestConsentsFollowOnTheLastOne: the database takes no row that forks the chain, leaves a
// gap in it or stands in another's place.
func TestConsentsFollowOnTheLastOne(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		first := consent(t, db)
		add(t, db, first)
		for name, spoil := range map[string]func(*consents.Consent){
			"the same place": func(c *consents.Consent) { c.Sequence, c.PreviousHash = 1, "" },
			"a gap":          func(c *consents.Consent) { c.Sequence = 3 },
			"another hash":   func(c *consents.Consent) { c.PreviousHash = "other" },
		} {
			c := first
			c.ID, c.Sequence, c.PreviousHash = models.NewID(), 2, first.Hash
			spoil(&c)
			if err := consents.Create(t.Context(), db, &c); err == nil {
				t.Errorf("%s: stored", name)
			}
		}
		chain, err := consents.ChainOf(t.Context(), db, first.SiteID)
		if want := (consents.Chain{SiteID: first.SiteID, Last: 1, LastHash: first.Hash}); err != nil || chain != want {
			t.Errorf("%+v, %v", chain, err)
		}
	})
}

// TestOldConsentsGo: after their period and no day before, oldest first; the chain keeps
// the hash that the next one follows on.
func TestOldConsentsGo(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx, old := t.Context(), models.Now().AddDate(0, 0, -1096)
		first := consent(t, db)
		if err := consents.DeleteOld(ctx, db, models.Now()); err != nil {
			t.Fatal("without any:", err)
		}
		rows := []consents.Consent{first}
		for i := 1; i < 1203; i++ {
			c := rows[i-1]
			c.ID, c.Sequence, c.PreviousHash, c.Hash = models.NewID(), int64(i+1), c.Hash, fmt.Sprintf("h%d", i+1)
			rows = append(rows, c)
		}
		for i := range rows[:1200] {
			rows[i].CreatedAt = old
		}
		rows[1202].CreatedAt = old // a clock that was wrong: it stays until those before it go
		add(t, db, rows...)
		if err := consents.DeleteOld(ctx, db, old); err != nil { // none was made before
			t.Fatal(err)
		}
		if n, err := consents.Count(ctx, db, first.SiteID, consents.Filter{}); n != 1203 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
		if err := consents.DeleteOld(ctx, db, models.Now()); err == nil {
			t.Error("the database let young ones go")
		}
		if err := consents.DeleteOld(ctx, db, old.Add(time.Second)); err != nil {
			t.Fatal(err)
		}
		var left []int64
		err := consents.Each(ctx, db, first.SiteID, consents.Filter{}, func(c consents.Consent) error {
			left = append(left, c.Sequence)
			return nil
		})
		if diff := cmp.Diff([]int64{1201, 1202, 1203}, left); diff != "" || err != nil {
			t.Error(diff, err)
		}
		chain, err := consents.ChainOf(ctx, db, first.SiteID)
		want := consents.Chain{SiteID: first.SiteID, Last: 1203, LastHash: "h1203", Anchor: 1200, AnchorHash: "h1200"}
		if err != nil || chain != want {
			t.Errorf("%+v, %v", chain, err)
		}
	})
}

// TestConsentsAreChosen: by time, version and number, on one site.
func TestConsentsAreChosen(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		ctx := t.Context()
		a := consent(t, db)
		b := a
		b.ID, b.Sequence, b.PreviousHash, b.Hash, b.Version = models.NewID(), 2, a.Hash, "h2", 2
		b.CreatedAt = a.CreatedAt.Add(time.Hour)
		add(t, db, a, b)
		for name, tt := range map[string]struct {
			filter consents.Filter
			want   []int64
		}{
			"all":          {consents.Filter{}, []int64{1, 2}},
			"from":         {consents.Filter{From: b.CreatedAt}, []int64{2}},
			"until":        {consents.Filter{Until: b.CreatedAt}, []int64{1}},
			"version":      {consents.Filter{Version: 2}, []int64{2}},
			"number":       {consents.Filter{ID: a.ID}, []int64{1}},
			"two of these": {consents.Filter{ID: a.ID, Version: 2}, nil},
		} {
			var got []int64
			err := consents.Each(ctx, db, a.SiteID, tt.filter, func(c consents.Consent) error {
				got = append(got, c.Sequence)
				return nil
			})
			n, err2 := consents.Count(ctx, db, a.SiteID, tt.filter)
			if diff := cmp.Diff(tt.want, got); diff != "" || n != int64(len(tt.want)) || err != nil || err2 != nil {
				t.Error(name, diff, n, err, err2)
			}
		}
		if n, err := consents.Count(ctx, db, models.NewSiteID(), consents.Filter{}); n != 0 || err != nil {
			t.Errorf("another site has %d, %v", n, err)
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
			"no such question": func(c *consents.Consent) { c.QuestionSHA256 = new("unknown") },
		} {
			c := consent(t, db)
			lock(t, db, c.SiteID)
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
		ID: models.NewID(), SiteID: site.ID, Sequence: 1, VersionID: v.ID, Version: 1, SHA256: "x", Fingerprint: "y",
		Categories: `{"analytics":true}`, Source: consents.FromBanner, Locale: "en-GB", CreatedAt: now, Hash: "h1",
	}
}

func add(t *testing.T, db *models.DB, rows ...consents.Consent) {
	t.Helper()
	err := db.Transaction(t.Context(), func(tx *models.DB) error {
		if _, err := consents.LockChain(t.Context(), tx, rows[0].SiteID); err != nil {
			return err
		}
		for i := range rows {
			if err := consents.Create(t.Context(), tx, &rows[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// lock begins the chain of a site.
func lock(t *testing.T, db *models.DB, site models.SiteID) {
	t.Helper()
	err := db.Transaction(t.Context(), func(tx *models.DB) error {
		_, err := consents.LockChain(t.Context(), tx, site)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
