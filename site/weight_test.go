package site_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/weight"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/consent"
	"github.com/prokken/prokken/validation"
)

// refusal is what is said against a publication, by the field it is about.
func refusal(t *testing.T, err error) validation.Errors {
	t.Helper()
	var invalid validation.Errors
	if err != nil && !errors.As(err, &invalid) {
		t.Fatal(err)
	}
	return invalid
}

// mustBeChecked is the block whose words the server does not read, though they are about our
// own cookies: without its check it is published by no way.
const mustBeChecked = "security-properties-1"

// unclaimed is the seed without the checks of its other words.
func unclaimed(d policy.Document) (policy.Document, error) {
	for _, b := range d.Blocks() {
		if b.UID == mustBeChecked {
			continue
		}
		b.Claims = nil
		var err error
		if d, err = policy.SetBlock(b)(d); err != nil {
			return d, err
		}
	}
	return d, nil
}

// waysToLose are the ways by which a draft can come to check less.
var waysToLose = map[string]func(o world){
	"editor": func(o world) {
		for _, b := range o.draft().Document.Blocks() {
			for range b.Claims {
				if b.UID == mustBeChecked {
					continue
				}
				now, _ := o.draft().Document.Block(b.UID)
				o.write(o.ada, policy.RemoveClaim(b.UID, 0, now.Claims[0].Says))
			}
		}
	},
	"import": func(o world) {
		d, _ := unclaimed(o.draft().Document)
		o.write(o.ada, policy.ReplaceBy(d))
	},
	"command line": func(o world) { o.write(uuid.Nil, unclaimed) },
	"restore": func(o world) {
		if err := o.Restore(context.Background(), slug, 2, o.draft().Read, o.ada); err != nil {
			o.t.Fatal(err)
		}
	},
	"undo": func(o world) {
		o.write(o.ada, unclaimed)
		read := o.write(o.ada, policy.SetTitle("For a moment")).Read
		if err := o.Undo(context.Background(), slug, read, o.ada); err != nil {
			o.t.Fatal(err)
		}
	},
}

// approve has bob approve the draft as it would be published with the least weight.
func (o world) approve() site.Publication {
	o.t.Helper()
	draft := o.draft()
	p := site.Publication{Slug: slug, Read: draft.Read, Summary: "Less.", Materiality: o.Impact(draft).Least()}
	o.confirm()
	if err := o.Approve(context.Background(), p, o.bob); err != nil {
		o.t.Fatal(err)
	}
	return p
}

// TestLosingChecksIsNoWording: by whichever way, it is told of, a second person has to see it,
// and the version says for good what it lost.
func TestLosingChecksIsNoWording(t *testing.T) {
	for name, lose := range waysToLose {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, o world) {
				ctx := context.Background()
				if name == "restore" { // version 2 checks less, and version 3 all of it again
					o.write(o.ada, unclaimed)
					if _, err := o.Publish(ctx, o.approve()); err != nil {
						t.Fatal(err)
					}
					if err := o.Restore(ctx, slug, 1, o.draft().Read, o.ada); err != nil {
						t.Fatal(err)
					}
					o.publish()
				}
				lose(o)
				draft := o.draft()
				p := site.Publication{Slug: slug, Read: draft.Read, Summary: "Less.", Materiality: policies.Editorial}
				_, err := o.Publish(ctx, p)
				if says := refusal(t, err)["materiality"]; !strings.Contains(says, "Less is checked of 16 sentences") {
					t.Errorf("as wording: %q %v", says, err)
				}
				p.Materiality = policies.Notify
				_, err = o.Publish(ctx, p)
				if says := refusal(t, err)["approval"]; !strings.Contains(says, "Less is checked than before") {
					t.Errorf("alone: %q %v", says, err)
				}
				number, err := o.Publish(ctx, o.approve())
				if err != nil {
					t.Fatal(err)
				}
				v, err := o.Version(ctx, slug, number)
				if err != nil || len(v.Lost) != 16 || v.Materiality != policies.Notify {
					t.Errorf("version %d: %v", number, err)
				}
				o.inRecord(v)
			})
		})
	}
}

// inRecord: the list of versions and the signed record hold the lost checks, and the chain stands.
func (o world) inRecord(v *site.Version) {
	o.t.Helper()
	all, err := o.Versions(context.Background(), slug, 0)
	if err != nil || len(all[0].Lost) != len(v.Lost) || !strings.Contains(v.Record, "no_longer_checked") {
		o.t.Errorf("the list has %d of %d, %v", len(all[0].Lost), len(v.Lost), err)
	}
	if slices.ContainsFunc(all[1:], func(old site.Version) bool { return old.Number == 1 && len(old.Lost) > 0 }) {
		o.t.Error("the first version lost something")
	}
	if _, err := o.Records.Verify(context.Background(), slug); err != nil {
		o.t.Errorf("verifying: %v", err)
	}
}

// TestSecondPersonIsWhereThereIsOne: who is alone publishes alone, and so do those who all wrote.
func TestSecondPersonIsWhereThereIsOne(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.write(o.ada, unclaimed)
		o.write(o.bob, policy.SetTitle("Cookies"))
		o.write(o.eve, policy.SetTitle("Questions"))
		o.publish()
	})
}

// TestSevenPresses: a cookie that makes seven sentences untrue, their checks removed, and said to
// be a change of wording: neither the words nor the weight get through.
func TestSevenPresses(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.write(o.ada, consent.KeepingCookie(policy.SetCookie("", counting)))
		o.write(o.ada, unclaimed)
		if failed := o.publishLie(); len(failed) < 7 {
			t.Errorf("%d sentences are refused", len(failed))
		}
		for _, b := range o.draft().Document.Blocks() { // and the sentences with them
			if b.UID != "cookie-table" {
				o.write(o.ada, policy.RemoveBlock(b.UID))
			}
		}
		w := o.Impact(o.draft()).Weight
		if w.Least != weight.AskAgain || !strings.Contains(w.Reasons[0].Words, counting.Name) {
			t.Errorf("it weighs %+v", w)
		}
		if failed := o.publishLie(); len(failed) == 0 { // the privacy policy says it, too
			t.Error("it was published")
		}
	})
}

// TestApprovalCoversHow: another summary, weight or moment than was approved is not published; the
// one that was approved is.
func TestApprovalCoversHow(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		later := o.Now().Add(30 * 24 * time.Hour).Truncate(time.Minute)
		approved := site.Publication{
			Slug: slug, Read: o.write(o.ada, policy.SetTitle("Second")).Read, Summary: "A title.",
			Materiality: policies.Notify, EffectiveAt: &later,
		}
		if err := o.Submit(ctx, approved, o.ada); err != nil {
			t.Fatal(err)
		}
		if err := o.Approve(ctx, approved, o.bob); err != nil {
			t.Fatal(err)
		}
		if p := o.draft().Proposed; p.Summary != "A title." || p.Materiality != policies.Notify ||
			!p.EffectiveAt.Equal(later) {
			t.Errorf("approved as %+v", p)
		}
		for name, change := range map[string]func(p *site.Publication){
			"summary": func(p *site.Publication) { p.Summary = "Another." },
			"weight":  material(policies.AskAgain),
			"moment":  at(later.Add(time.Minute)),
			"at once": func(p *site.Publication) { p.EffectiveAt = nil },
		} {
			p := approved
			change(&p)
			_, err := o.Publish(ctx, p)
			if says := refusal(t, err)["approval"]; !strings.Contains(says, "Another summary, weight or moment") {
				t.Errorf("%s: %q", name, says)
			}
		}
		o.confirm()
		if _, err := o.Publish(ctx, approved); err != nil {
			t.Error(err)
		}
	}, func(s *site.Settings) { s.RequireApproval = true })
}

// TestWhatIsNotApproved: what could not be published like that.
func TestWhatIsNotApproved(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		read := o.write(o.ada, policy.RemoveClaim("advertising-marketing-cookies-1", 1,
			"We do not track you across other websites.")).Read
		for field, change := range map[string]func(p *site.Publication){
			"summary":      func(p *site.Publication) { p.Summary = " " },
			"materiality":  material(policies.Editorial),
			"effective_at": at(o.Now().Add(-time.Hour)),
		} {
			p := site.Publication{Slug: slug, Read: read, Summary: "x", Materiality: policies.Notify}
			change(&p)
			if invalid := refusal(t, o.Approve(context.Background(), p, o.bob)); invalid[field] == "" {
				t.Errorf("%s: %v", field, invalid)
			}
		}
	})
}

// TestAtOnceWaitsForTheNotice: a change that people are told of takes effect when they had their
// notice; one of the wording at once.
func TestAtOnceWaitsForTheNotice(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		before := o.Now()
		o.write(o.ada, policy.SetTitle("Second"))
		number := o.publish(material(policies.Notify))
		v, err := o.Version(context.Background(), slug, number)
		if notice := v.EffectiveAt.Sub(before); err != nil || notice < 14*24*time.Hour || notice > 15*24*time.Hour {
			t.Errorf("it takes effect after %s, %v", notice, err)
		}
		if n, _ := inEffect(t, o.Site); n != 1 {
			t.Errorf("version %d is in effect", n)
		}
	}, func(s *site.Settings) { s.Notice = 14 * 24 * time.Hour })
}

// TestOtherPoliciesLoseChecks: the sentences of every policy count, not only those about cookies.
func TestOtherPoliciesLoseChecks(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx, says := context.Background(), "We set two cookies."
		edit := func(change policy.Change) site.Draft {
			d, err := o.Edit(ctx, site.Edit{Slug: site.Terms, By: o.ada, Change: change})
			if err != nil {
				t.Fatal(err)
			}
			return d
		}
		d := edit(policy.AddBlock(policy.Intro, "", policy.Block{
			UID: "b-two", Content: block.Prose(says), Claims: []claim.Claim{claim.About(says, claim.CookieCount(2))},
		}))
		p := site.Publication{Slug: site.Terms, Read: d.Read, Summary: "x", Materiality: policies.Editorial}
		o.confirmOn(o.Site, site.Terms)
		if _, err := o.Publish(ctx, p); err != nil {
			t.Fatal(err)
		}
		p.Read = edit(policy.RemoveClaim("b-two", 0, says)).Read
		_, err := o.Publish(ctx, p)
		if refused := refusal(t, err)["materiality"]; !strings.Contains(refused, "Less is checked of one sentence") {
			t.Errorf("%q", refused)
		}
	})
}
