package site_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/confirmation"
	"github.com/prokken/prokken/site/consent"
	"github.com/prokken/prokken/validation"
)

const private = "privacy-policy"

// joint is the draft of the policy with those that go with it.
func (o world) joint(slug string) site.Joint {
	o.t.Helper()
	draft, err := o.Draft(context.Background(), slug)
	if err != nil {
		o.t.Fatal(err)
	}
	all, err := o.Joint(context.Background(), draft)
	if err != nil {
		o.t.Fatal(err)
	}
	return all
}

// untrue are the slugs of the sentences that are untrue with the draft of the policy.
func (o world) untrue(slug string) []string {
	var slugs []string
	for _, f := range o.joint(slug).Untrue {
		slugs = append(slugs, f.Slug)
	}
	return slices.Compact(slices.Sorted(slices.Values(slugs)))
}

// analyse adds an analytics cookie to the draft, and mends what it makes untrue.
func (o world) analyse(name string) {
	o.t.Helper()
	o.write(o.ada, consent.KeepingCookie(policy.SetCookie("", cookie.Declaration{
		Name: name, Purpose: "Counts visits.", Category: cookie.Analytics, Path: "/", Lifetime: cookie.Session,
		Secure: true, SameSite: cookie.Lax,
	})))
	if _, err := o.MendAll(context.Background(), o.mending()); err != nil {
		o.t.Fatal(err)
	}
}

func (o world) mending() site.Mending {
	m := site.Mending{Slug: slug, Read: map[string]string{}, By: o.ada}
	for _, draft := range o.joint(slug).Drafts {
		m.Read[draft.Document.Slug] = draft.Read
	}
	return m
}

// together is a publication of the Cookie Policy with those that go with it, which Eve has confirmed.
func (o world) together() site.Publication {
	o.t.Helper()
	all := o.joint(slug)
	p := site.Publication{Slug: slug, Read: all.Drafts[0].Read, Summary: "A new cookie.", Materiality: o.JointImpact(all).Least()}
	confirming := confirmation.Confirming{Slug: slug, Read: all.Drafts[0].Read, By: o.eve, As: map[string]string{}}
	for i, draft := range all.Drafts {
		if i > 0 {
			p.With = append(p.With, site.Companion{Slug: draft.Document.Slug, Read: draft.Read, Summary: "In line with it."})
			confirming.With = append(confirming.With, confirmation.Companion{Slug: draft.Document.Slug, Read: draft.Read})
		}
		_, open, err := o.Confirmations.Bases(context.Background(), draft.Document, all.Documents()...)
		if err != nil {
			o.t.Fatal(err)
		}
		for key, as := range open.Proposed() {
			confirming.As[key] = as
		}
	}
	if err := o.Confirmations.Confirm(context.Background(), confirming); err != nil {
		o.t.Fatal(err)
	}
	return p
}

// approvedTogether is that publication, which Bob has approved: less is checked.
func (o world) approvedTogether() site.Publication {
	o.t.Helper()
	p := o.together()
	if err := o.Approve(context.Background(), p, o.bob); err != nil {
		o.t.Fatal(err)
	}
	return p
}

func (o world) newest(slug string) int64 {
	o.t.Helper()
	versions, err := o.Versions(context.Background(), slug, 0)
	if err != nil {
		o.t.Fatal(err)
	}
	return versions[0].Number
}

// TestPublishedTogether: what no order of publications could do without a lie in between, one does: at
// no moment anything is untrue.
func TestPublishedTogether(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.analyse("_pk_id")
		p := o.approvedTogether()
		alone := p
		alone.With = nil
		other := site.Publication{
			Slug: p.With[0].Slug, Read: p.With[0].Read, Summary: p.With[0].Summary, Materiality: p.Materiality,
		}
		for _, one := range []site.Publication{alone, other} {
			var untrue policy.FailedClaims
			if _, err := o.Publish(t.Context(), one); !errors.As(err, &untrue) {
				t.Errorf("%s alone: %v", one.Slug, err)
			}
		}
		if number, err := o.Publish(t.Context(), p); err != nil || number != 2 {
			t.Fatalf("version %d: %v", number, err)
		}
		cookies, isFirst := o.Snapshot().Next(slug)
		privacy, isSecond := o.Snapshot().Next(private)
		if !isFirst || !isSecond || !cookies.EffectiveAt.Equal(privacy.EffectiveAt) || !cookies.PublishedAt.Equal(privacy.PublishedAt) {
			t.Fatalf("%+v, %+v", cookies, privacy)
		}
		if o.newest("terms") != 1 || privacy.Materiality != policies.AskAgain || cookies.EffectiveAt.Sub(cookies.PublishedAt) < 72*time.Hour {
			t.Errorf("%s from %s, terms %d", privacy.Materiality, cookies.EffectiveAt, o.newest("terms"))
		}
		if untrue := o.AllUntrue(); len(untrue) > 0 {
			t.Error(untrue)
		}
		o.later(73 * time.Hour)
		if number, _ := inEffect(t, o.Site); number != 2 || len(o.AllUntrue()) > 0 {
			t.Errorf("version %d, untrue %v", number, o.AllUntrue())
		}
	}, func(s *site.Settings) { s.Notice = 72 * time.Hour })
}

// failing is told of versions, and fails at the second one.
type failing struct{ told int }

func (f *failing) AnnounceVersion(context.Context, *models.DB, uuid.UUID) error {
	if f.told++; f.told%2 == 0 {
		return errors.New("cut off")
	}
	return nil
}

// TestAllOrNone: whatever is wrong with one of them, none is published, and it says of which.
func TestAllOrNone(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.analyse("_pk_id")
		good := o.approvedTogether()
		for name, tt := range map[string]struct {
			with site.Companion
			says string // the field; "" for a conflict
		}{
			"no summary":        {site.Companion{Slug: private, Read: good.With[0].Read}, "summary"},
			"an untrue summary": {site.Companion{Slug: private, Read: good.With[0].Read, Summary: "We set nine cookies."}, "summary"},
			"another approved":  {site.Companion{Slug: private, Read: good.With[0].Read, Summary: "Other."}, "approval"},
			"another draft":     {site.Companion{Slug: private, Read: "other", Summary: "In line."}, ""},
			"no draft":          {site.Companion{Slug: "terms", Read: good.With[0].Read, Summary: "In line."}, ""},
			"twice":             {site.Companion{Slug: slug, Read: good.Read, Summary: good.Summary}, ""},
		} {
			p := good
			p.With = []site.Companion{tt.with}
			if name == "no draft" || name == "twice" {
				p.With = append(p.With, good.With...)
			}
			_, err := o.Publish(t.Context(), p)
			var of *site.OfPolicy
			var invalid validation.Errors
			switch {
			case tt.says == "" && !errors.Is(err, models.ErrConflict):
				t.Errorf("%s: %v", name, err)
			case tt.says != "" && (!errors.As(err, &of) || of.Slug != private || !errors.As(err, &invalid) || invalid[tt.says] == ""):
				t.Errorf("%s: %v", name, err)
			}
		}
		o.Announcer = &failing{}
		if _, err := o.Publish(t.Context(), good); err == nil {
			t.Error("published though nobody can be told of the second")
		}
		if o.newest(slug) != 1 || o.newest(private) != 1 {
			t.Errorf("versions %d and %d", o.newest(slug), o.newest(private))
		}
		o.Announcer = nil
		if _, err := o.Publish(t.Context(), good); err != nil {
			t.Error(err)
		}
	})
}

// TestTogetherOnce: however many publish and edit the same drafts at once, nobody waits for ever, and
// one publication counts.
func TestTogetherOnce(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.analyse("_pk_id")
		p := o.approvedTogether()
		mirrored := site.Publication{
			Slug: p.With[0].Slug, Read: p.With[0].Read, Summary: p.With[0].Summary, Materiality: p.Materiality,
			With: []site.Companion{{Slug: p.Slug, Read: p.Read, Summary: p.Summary}},
		}
		var group sync.WaitGroup
		var mu sync.Mutex
		published := 0
		for i := range 8 {
			group.Go(func() {
				one := []site.Publication{p, mirrored}[i%2]
				if _, err := o.Publish(t.Context(), one); err == nil {
					mu.Lock()
					defer mu.Unlock()
					published++
				}
				_, _ = o.MendAll(t.Context(), o.mending())
			})
		}
		group.Wait()
		if published != 1 || o.newest(slug) != 2 || o.newest(private) != 2 {
			t.Errorf("%d publications, versions %d and %d", published, o.newest(slug), o.newest(private))
		}
	})
}

// TestMendAll: it mends what it can in all drafts, keeps what else they hold, and writes nothing where one
// is not the one that was looked at.
func TestMendAll(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.write(o.ada, consent.KeepingCookie(policy.SetCookie("", cookie.Declaration{
			Name: "_pk_id", Purpose: "Counts visits.", Category: cookie.Analytics, Path: "/", Lifetime: cookie.Session,
			Secure: true, SameSite: cookie.Lax,
		})))
		old := o.mending()
		retitle := site.Edit{Slug: private, By: o.bob, Change: policy.SetTitle("Privacy")}
		if _, err := o.Edit(t.Context(), retitle); err != nil {
			t.Fatal(err)
		}
		before := o.draft().Read
		if _, err := o.MendAll(t.Context(), old); !errors.Is(err, models.ErrConflict) || o.draft().Read != before {
			t.Errorf("mended though another draft has changed: %v", err)
		}
		if all := o.joint(slug).Drafts; !o.HasOtherChanges(all[1], all[0]) {
			t.Error("it does not know of the other title")
		}
		if _, err := o.MendAll(t.Context(), o.mending()); err != nil {
			t.Fatal(err)
		}
		all := o.joint(slug).Drafts
		if got := o.untrue(slug); len(got) > 0 || len(all) != 2 || all[1].Document.Title != "Privacy" {
			t.Errorf("untrue in %v, %d drafts", got, len(all))
		}
		if _, err := o.Edit(t.Context(), site.Edit{Slug: private, By: o.bob, Change: policy.SetTitle("Privacy Policy")}); err != nil {
			t.Fatal(err)
		}
		all = o.joint(slug).Drafts
		all[1].Basis.Document.Title += " " // as one was stored before texts were normalized
		if o.HasOtherChanges(all[1], all[0]) {
			t.Error("it takes the edits for other changes")
		}
		if mine := o.joint(private); len(mine.Drafts) != 2 || len(o.untrue(private)) > 0 {
			t.Errorf("seen from the other policy: %v, untrue in %v", mine.Slugs(), o.untrue(private))
		}
		if impact := o.JointImpact(o.joint(private)); impact.Least() != policies.AskAgain || len(impact.Lost) != 7 {
			t.Errorf("together they matter %q and lose %d checks", impact.Least(), len(impact.Lost))
		}
	})
}

// TestMendAllTwiceAtOnce: whoever comes second finds that it is done, and nothing is refused.
func TestMendAllTwiceAtOnce(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.write(o.ada, consent.KeepingCookie(policy.SetCookie("", cookie.Declaration{
			Name: "_pk_id", Purpose: "Counts visits.", Category: cookie.Analytics, Path: "/", Lifetime: cookie.Session,
			Secure: true, SameSite: cookie.Lax,
		})))
		read := o.mending()
		var all sync.WaitGroup
		for range 2 {
			all.Go(func() {
				if _, err := o.MendAll(context.Background(), read); err != nil {
					t.Errorf("mending: %v", err)
				}
			})
		}
		all.Wait()
		mended := o.draft().Read
		if _, err := o.MendAll(t.Context(), read); err != nil || o.draft().Read != mended || len(o.untrue(slug)) > 0 {
			t.Errorf("once more: %v", err)
		}
	})
}

// TestEditAllInAnyOrder: who changes the same drafts in another order never waits for one who waits for
// them.
func TestEditAllInAnyOrder(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		var group sync.WaitGroup
		for i := range 4 {
			group.Go(func() {
				for n := range 10 {
					title := policy.SetTitle(fmt.Sprintf("Title %d %d", i, n))
					edits := []site.Edit{{Slug: slug, By: o.ada, Change: title}, {Slug: private, By: o.ada, Change: title}}
					if i%2 == 0 {
						slices.Reverse(edits)
					}
					if _, err := o.EditAll(t.Context(), edits...); err != nil {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
		if other := o.joint(private).Drafts[0].Document.Title; o.draft().Document.Title != other {
			t.Errorf("the one is called %q, the other %q", o.draft().Document.Title, other)
		}
	})
}

// TestMendingEnds: mending ends with the request that asked for it.
func TestMendingEnds(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.write(o.ada, policy.SetCookie("", cookie.Declaration{
			Name: "extra", Purpose: "Nobody knows.", Category: cookie.Necessary, Path: "/", Lifetime: cookie.Session,
			Secure: true, SameSite: cookie.Lax,
		}))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := o.Mended(ctx, o.joint(slug).Documents()); !errors.Is(err, context.Canceled) {
			t.Errorf("it went on: %v", err)
		}
	})
}
