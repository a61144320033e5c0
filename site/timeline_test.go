package site_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/consent"
	"github.com/prokken/prokken/validation"
)

const privacy = "privacy-policy"

var counting = cookie.Declaration{
	Name: "_count", Purpose: "Counts visits.", Category: cookie.Analytics, Path: "/",
	Lifetime: cookie.Lifetime(24 * time.Hour), Secure: true, SameSite: cookie.Lax,
}

// counts makes a Cookie Policy that declares an optional cookie, and whose own
// sentences are true with it.
func (o world) counts() {
	o.t.Helper()
	o.write(o.ada, consent.KeepingCookie(policy.SetCookie("", counting)))
	o.forget(slug, slug)
}

// forget takes away the blocks of a policy in which the draft of the Cookie Policy makes a
// sentence untrue.
func (o world) forget(draft, in string) {
	o.t.Helper()
	d, err := o.Draft(context.Background(), draft)
	if err != nil {
		o.t.Fatal(err)
	}
	gone := map[string]bool{}
	for _, failure := range o.Untrue(d.Document) {
		if failure.Slug == in && !gone[failure.UID] {
			gone[failure.UID] = true
			o.remove(in, failure.UID)
		}
	}
}

func (o world) remove(in, uid string) {
	o.t.Helper()
	edit := site.Edit{Slug: in, By: o.ada, Change: policy.RemoveBlock(uid)}
	if _, err := o.Edit(context.Background(), edit); err != nil {
		o.t.Fatal(err)
	}
}

// publishes is what publishing the draft of a policy answers.
func (o world) publishes(in string, at *time.Time) error {
	o.t.Helper()
	d, err := o.Draft(context.Background(), in)
	if err != nil {
		o.t.Fatal(err)
	}
	o.confirmOn(o.Site, in)
	p := site.Publication{Slug: in, Read: d.Read, Summary: "x", Materiality: o.Impact(d).Least(), EffectiveAt: at}
	o.approved(d, p)
	_, err = o.Publish(context.Background(), p)
	return err
}

func isUntrue(err error, in string) bool {
	var untrue policy.FailedClaims
	return errors.As(err, &untrue) && untrue[0].Slug == in
}

// mended publishes a Privacy Policy that says nothing of the number of cookies.
func (o world) mended(at *time.Time) {
	o.t.Helper()
	o.counts()
	o.forget(slug, privacy)
	if err := o.publishes(privacy, at); err != nil {
		o.t.Fatal(err)
	}
}

// TestTrueWhenItTakesEffect: a sentence has to hold at every moment, with what
// is scheduled, whichever was published first and on whichever instance.
func TestTrueWhenItTakesEffect(t *testing.T) {
	claims := func(o world) { // the Privacy Policy says again what the old one said
		if err := o.Restore(context.Background(), privacy, 1, "", o.ada); err != nil {
			o.t.Fatal(err)
		}
	}
	for name, test := range map[string]func(t *testing.T, o world){
		"others before it": func(t *testing.T, o world) {
			o.counts()
			if err := o.publishes(slug, nil); !isUntrue(err, privacy) {
				t.Errorf("got %v", err)
			}
		},
		"after a scheduled one": func(t *testing.T, o world) {
			soon := o.Now().Add(48 * time.Hour)
			o.mended(nil)
			if err := o.publishes(slug, &soon); err != nil {
				t.Fatal(err)
			}
			claims(o)
			if err := o.publishes(privacy, nil); !isUntrue(err, privacy) {
				t.Errorf("got %v", err)
			}
		},
		"on another instance": func(t *testing.T, o world) {
			o.mended(nil)
			other := o
			other.Site = o.instance().Own()
			if err := o.publishes(slug, nil); err != nil {
				t.Fatal(err)
			}
			claims(other)
			if err := other.publishes(privacy, nil); !isUntrue(err, privacy) {
				t.Errorf("an instance that has not looked since: %v", err)
			}
		},
		"a withdrawal": func(t *testing.T, o world) {
			soon := o.Now().Add(48 * time.Hour)
			o.mended(&soon)
			later := soon.Add(time.Hour)
			if err := o.publishes(slug, &later); err != nil {
				t.Fatal(err)
			}
			if err := o.Withdraw(context.Background(), privacy, 2, "x", uuid.Nil, nil); !isUntrue(err, privacy) {
				t.Errorf("what the other depends on: %v", err)
			}
			if err := o.Withdraw(context.Background(), slug, 2, "x", uuid.Nil, nil); err != nil {
				t.Error(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) { each(t, test) })
	}
}

// TestLateWithdrawal: other instances could not hear of it in time.
func TestLateWithdrawal(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.write(o.ada, policy.SetTitle("Second"))
		o.publish(at(o.Now().Add(time.Hour)))
		o.later(time.Hour - 30*time.Second)
		var invalid validation.Errors
		if err := o.Withdraw(context.Background(), slug, 2, "x", uuid.Nil, nil); !errors.As(err, &invalid) ||
			invalid["reason"] == "" {
			t.Errorf("got %v", err)
		}
	})
}

// TestPolicyDecidesWhatLoads: a script that the configuration names is not
// loaded while a sentence in effect says that nothing is.
func TestPolicyDecidesWhatLoads(t *testing.T) {
	script := claim.Integration{Name: "Count", Category: cookie.Analytics, Script: "https://count.example/x.js"}
	each(t, func(t *testing.T, o world) {
		o.mended(nil)
		if err := o.publishes(slug, nil); err != nil {
			t.Fatal(err)
		}
		l := o.instance(func(s *site.Settings) { s.Integrations = []claim.Integration{script} }).Own()
		if loaded := l.Snapshot().Integrations; len(loaded) > 0 {
			t.Errorf("loads %+v", loaded)
		}
		if untrue := l.AllUntrue(); len(untrue) == 0 {
			t.Error("a check of the policies finds nothing")
		}
		o.Site = l
		gone := map[string]bool{}
		for _, failure := range l.AllUntrue() {
			if !gone[failure.UID] {
				gone[failure.UID] = true
				o.remove(slug, failure.UID)
			}
		}
		if err := o.publishes(slug, nil); err != nil {
			t.Fatal(err)
		}
		if loaded := l.Snapshot().Integrations; len(loaded) != 1 {
			t.Errorf("loads %+v", loaded)
		}
	})
}

// TestHostsInEverySpelling: a host is the same with a port, in capitals, or
// behind a star.
func TestHostsInEverySpelling(t *testing.T) {
	claimed := policy.Document{
		Slug:  "x",
		Title: "X",
		Intro: []policy.Block{
			{
				UID:     "a",
				Content: block.Prose("x"),
				Claims:  []claim.Claim{claim.About("x", claim.NothingLoadedFrom{"js.stripe.com"})},
			},
		},
	}
	for _, i := range []claim.Integration{
		{Script: "https://js.stripe.com/v3"},
		{Script: "https://js.stripe.com:443/v3"},
		{Script: "https://JS.Stripe.com/v3"},
		{Script: "https://a.js.stripe.com/"},
		{Script: "https://a.example/x.js", Hosts: []string{"js.stripe.com:443"}},
		{Script: "https://a.example/x.js", Hosts: []string{"*.stripe.com"}},
	} {
		i.Category = cookie.Analytics
		facts := claim.Evidence{Cookies: []cookie.Declaration{counting}, Integrations: []claim.Integration{i}}
		if len(claimed.Check(facts)) == 0 {
			t.Errorf("%+v passes", i)
		}
	}
	i := claim.Integration{
		Category: cookie.Analytics,
		Script:   "https://notjs.stripe.com/",
		Hosts:    []string{"*.example"},
	}
	if untrue := claimed.Check(claim.Evidence{Cookies: []cookie.Declaration{counting}, Integrations: []claim.Integration{i}}); len(
		untrue,
	) > 0 {
		t.Errorf("another host: %v", untrue)
	}
}

// TestNoSuchMoment: the clocks go forward over it.
func TestNoSuchMoment(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	l := site.CalendarIn(berlin)
	if _, err := l.ParseLocal("2027-03-28T02:30"); err == nil {
		t.Error("it was shifted silently")
	}
	if at, err := l.ParseLocal("2027-03-28T03:30"); err != nil || at.Format(time.RFC3339) != "2027-03-28T01:30:00Z" {
		t.Errorf("%v, %v", at, err)
	}
}
