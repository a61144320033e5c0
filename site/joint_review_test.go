package site_test

import (
	"errors"
	"testing"
	"time"

	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/consent"
)

// TestApprovedTogether: one's own work in any of them is not approved, and none is.
func TestApprovedTogether(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.analyse("_pk_id")
		if _, err := o.Edit(t.Context(), site.Edit{Slug: private, By: o.bob, Change: policy.SetTitle("Privacy")}); err != nil {
			t.Fatal(err)
		}
		p := o.together()
		if err := o.Submit(t.Context(), p, o.ada); err != nil {
			t.Fatal(err)
		}
		if all := o.joint(slug).Drafts; all[0].State != policies.InReview || all[1].State != policies.InReview {
			t.Errorf("%s and %s", all[0].State, all[1].State)
		}
		var of *site.OfPolicy
		if err := o.Approve(t.Context(), p, o.bob); !errors.As(err, &of) || of.Slug != private {
			t.Errorf("Bob approves what he wrote in: %v", err)
		}
		if o.joint(slug).Drafts[0].ApprovedBy != nil {
			t.Error("one is approved though the other is not")
		}
		if err := o.Approve(t.Context(), p, o.eve); err != nil {
			t.Error(err)
		}
		if _, err := o.Publish(t.Context(), p); err != nil {
			t.Error(err)
		}
	})
}

// TestWithdrawnTogether: neither could be withdrawn alone.
func TestWithdrawnTogether(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.analyse("_pk_id")
		if _, err := o.Publish(t.Context(), o.approvedTogether()); err != nil {
			t.Fatal(err)
		}
		for _, alone := range []string{slug, private} {
			if v, _ := o.Snapshot().Next(alone); len(o.UntrueWithout(v)) == 0 {
				t.Errorf("nothing is untrue without %s", alone)
			}
		}
		v, _ := o.Snapshot().Next(private)
		if with := o.WithdrawnWith(v); len(with) != 1 || with[0].Document.Slug != slug {
			t.Errorf("it goes with %v", with)
		}
		if err := o.Withdraw(t.Context(), private, 2, "A mistake.", o.ada, nil); err != nil {
			t.Fatal(err)
		}
		if next := o.Snapshot().Upcoming; len(next) > 0 || len(o.AllUntrue()) > 0 {
			t.Errorf("scheduled: %v, untrue: %v", next, o.AllUntrue())
		}
	}, func(s *site.Settings) { s.Notice = 72 * time.Hour })
}

// TestWithdrawnAsFarAsNeeded: what was published with them and is true without them stays.
func TestWithdrawnAsFarAsNeeded(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.analyse("_pk_id")
		if _, err := o.Edit(t.Context(), site.Edit{Slug: "terms", By: o.ada, Change: policy.SetTitle("Our Terms")}); err != nil {
			t.Fatal(err)
		}
		o.confirmOn(o.Site, "terms")
		terms, err := o.Draft(t.Context(), "terms")
		if err != nil {
			t.Fatal(err)
		}
		p := o.together()
		p.With = append(p.With, site.Companion{Slug: "terms", Read: terms.Read, Summary: "Another title."})
		if err := o.Approve(t.Context(), p, o.bob); err != nil {
			t.Fatal(err)
		}
		if _, err := o.Publish(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		for of, goes := range map[string]string{slug: private, private: slug, "terms": ""} {
			v, _ := o.Snapshot().Next(of)
			with := o.WithdrawnWith(v)
			if goes == "" && len(with) > 0 || goes != "" && (len(with) != 1 || with[0].Document.Slug != goes) {
				t.Errorf("with %s go %d others", of, len(with))
			}
		}
		if err := o.Withdraw(t.Context(), private, 2, "A mistake.", o.ada, nil); err != nil {
			t.Fatal(err)
		}
		if next := o.Snapshot().Upcoming; len(next) != 1 || next[0].Document.Slug != "terms" || len(o.AllUntrue()) > 0 {
			t.Errorf("%d are scheduled, untrue: %v", len(next), o.AllUntrue())
		}
	}, func(s *site.Settings) { s.Notice = 72 * time.Hour })
}

// TestApprovedBetweenTwo: of two admins one wrote what has to be approved, and the other what has not.
// They can publish both, and nobody has approved what they wrote.
func TestApprovedBetweenTwo(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.write(o.ada, consent.KeepingCookie(unclaimed))
		if _, err := o.Edit(t.Context(), site.Edit{Slug: private, By: o.bob, Change: policy.SetTitle("Privacy")}); err != nil {
			t.Fatal(err)
		}
		o.confirm()
		o.confirmOn(o.Site, private)
		if err := users.SetDisabled(t.Context(), o.db, o.eve, new(o.Now())); err != nil {
			t.Fatal(err)
		}
		other, err := o.Draft(t.Context(), private)
		if err != nil {
			t.Fatal(err)
		}
		least := o.Impact(o.draft()).Least()
		p := site.Publication{
			Slug: slug, Read: o.draft().Read, Summary: "Less.", Materiality: least,
			With: []site.Companion{{Slug: private, Read: other.Read, Summary: "Another title."}},
		}
		mirrored := site.Publication{
			Slug: private, Read: other.Read, Summary: "Another title.", Materiality: least,
			With: []site.Companion{{Slug: slug, Read: p.Read, Summary: "Less."}},
		}
		alone := mirrored
		alone.With = nil
		if err := o.Approve(t.Context(), alone, o.bob); refusal(t, err)["approval"] == "" {
			t.Errorf("Bob approves his own work alone: %v", err)
		}
		for _, one := range []site.Publication{p, mirrored} {
			if err := o.Approve(t.Context(), one, o.ada); refusal(t, err)["approval"] == "" {
				t.Errorf("Ada approves what she wrote: %v", err)
			}
			if err := o.Approve(t.Context(), one, o.bob); err != nil {
				t.Errorf("Bob approves what Ada wrote: %v", err)
			}
		}
		if now, err := o.Draft(t.Context(), private); err != nil || now.ApprovedBy != nil || now.State != policies.InReview {
			t.Errorf("%v, %s, approved by %v", err, now.State, now.ApprovedBy)
		}
		if _, err := o.Publish(t.Context(), p); err != nil {
			t.Error(err)
		}
	})
}
