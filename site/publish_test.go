package site_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
)

// TestPublishing: other instances see it after they look, and the day is the
// site's own.
func TestPublishing(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		other := o.instance().Own()
		o.write(o.ada, policy.SetTitle("Second"))
		if n := o.publish(); n != 2 {
			t.Errorf("published as %d", n)
		}
		if err := other.Reload(context.Background()); err != nil {
			t.Fatal(err)
		}
		for _, l := range []*site.Site{o.Site, other} {
			if n, title := inEffect(t, l); n != 2 || title != "Second" {
				t.Errorf("in effect: %d %q", n, title)
			}
		}
		v, _ := o.Snapshot().Find(slug)
		if day := o.Local(o.Now()).Format(time.DateOnly); v.PublishedOn.Format(time.DateOnly) != day {
			t.Errorf("published on %s, it is %s there", v.PublishedOn, day)
		}
		first, err := o.Version(context.Background(), slug, 1)
		if err != nil || first.PublishedOn.Format(time.DateOnly) != "2026-04-16" ||
			first.Document.Title != "Cookie Policy" {
			t.Errorf("version 1: %+v, %v", first, err)
		}
	})
}

// TestPublishOnce: of many who press at once, one publishes.
func TestPublishOnce(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		read := o.write(o.ada, policy.SetTitle("Second")).Read
		var group sync.WaitGroup
		results := make([]error, 8)
		o.confirm()
		for i := range results {
			group.Go(func() {
				_, results[i] = o.Publish(
					context.Background(),
					site.Publication{Slug: slug, Read: read, Summary: "Once.", Materiality: policies.Editorial},
				)
			})
		}
		group.Wait()
		worked := 0
		for _, err := range results {
			var invalid validation.Errors
			switch {
			case err == nil:
				worked++
			case !errors.As(err, &invalid) && !errors.Is(err, models.ErrConflict):
				t.Error(err)
			}
		}
		if n, _ := inEffect(t, o.Site); worked != 1 || n != 2 {
			t.Errorf("%d worked, version %d is in effect", worked, n)
		}
	})
}

func TestWhatIsNotPublished(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		yesterday, sometime := o.Now().Add(-24*time.Hour), o.Now().Add(5*366*24*time.Hour)
		for name, tt := range map[string]struct {
			field  string
			change func(*site.Publication)
		}{
			"no summary":         {"summary", func(p *site.Publication) { p.Summary = " " }},
			"a summary of lines": {"summary", func(p *site.Publication) { p.Summary = "a\nb" }},
			"no materiality":     {"materiality", material("")},
			"an unknown one":     {"materiality", material("huge")},
			"yesterday":          {"effective_at", at(yesterday)},
			"in five years":      {"effective_at", at(sometime)},
			"told of too soon": {"effective_at", func(p *site.Publication) {
				p.Materiality, p.EffectiveAt = policies.Notify, new(o.Now().Add(24*time.Hour))
			}},
		} {
			read := o.write(o.ada, policy.SetTitle("Second")).Read
			p := site.Publication{Slug: slug, Read: read, Summary: "Changed.", Materiality: policies.Editorial}
			tt.change(&p)
			_, err := o.Publish(context.Background(), p)
			var invalid validation.Errors
			if !errors.As(err, &invalid) || invalid[tt.field] == "" {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n, _ := inEffect(t, o.Site); n != 1 {
			t.Errorf("version %d is in effect", n)
		}
	}, func(s *site.Settings) { s.Notice = 14 * 24 * time.Hour })
}

// TestUntrueIsNotPublished: a lifetime, a category, a cookie more: each makes
// sentences untrue, and they are named.
func TestUntrueIsNotPublished(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		refresh, _ := o.draft().Document.Cookie("prokken_refresh")
		strict := refresh
		strict.SameSite = cookie.Strict
		long := refresh
		long.Lifetime = cookie.Lifetime(24 * time.Hour)
		for name, tt := range map[string]struct {
			c    cookie.Declaration
			says string
		}{
			"as short as the other": {long, "Stores your refresh token used to obtain a new access token when the current one expires."},
			"not both Lax":          {strict, "SameSite: Lax — cookies are not sent with cross-site requests, protecting against cross-site request forgery (CSRF) attacks"},
		} {
			d := o.write(o.ada, policy.SetCookie("prokken_refresh", tt.c))
			_, err := o.Publish(
				context.Background(),
				site.Publication{Slug: slug, Read: d.Read, Summary: "x", Materiality: policies.Editorial},
			)
			var untrue policy.FailedClaims
			if !errors.As(err, &untrue) || untrue[len(untrue)-1].Says != tt.says {
				t.Errorf("%s: %v", name, err)
			}
			if err := o.Undo(context.Background(), slug, d.Read, o.ada); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestLifetimeIsOneRecord: what is published is what the server mints from that
// moment.
func TestLifetimeIsOneRecord(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		mint := cookie.NewMint(o.Site, true)
		refresh, _ := o.draft().Document.Cookie("prokken_refresh")
		refresh.Lifetime = cookie.Lifetime(3 * 24 * time.Hour)
		o.write(o.ada, policy.SetCookie("prokken_refresh", refresh))
		if got := mint.Lifetime(cookie.Refresh); got != 7*24*time.Hour {
			t.Errorf("a draft changed the lifetime to %s", got)
		}
		o.publish()
		if got := mint.Lifetime(cookie.Refresh); got != 3*24*time.Hour {
			t.Errorf("got %s", got)
		}
	})
}

// TestSchedule: a version takes effect at its time, everywhere, without anybody
// doing anything, and the next one not before it.
func TestSchedule(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		other := o.instance().Own()
		o.write(o.ada, policy.SetTitle("Second"))
		o.publish(at(o.Now().Add(48 * time.Hour)))
		if err := other.Reload(context.Background()); err != nil {
			t.Fatal(err)
		}
		if n, _ := inEffect(t, o.Site); n != 1 {
			t.Errorf("version %d is in effect too early", n)
		}
		if v, found := o.Snapshot().Next(slug); !found || v.Number != 2 {
			t.Errorf("next: %+v", v)
		}
		d := o.write(o.ada, policy.SetTitle("Third"))
		_, err := o.Publish(
			context.Background(),
			site.Publication{Slug: slug, Read: d.Read, Summary: "x", Materiality: policies.Editorial},
		)
		var invalid validation.Errors
		if !errors.As(err, &invalid) || invalid["effective_at"] == "" {
			t.Errorf("before a scheduled one: %v", err)
		}
		o.publish(at(o.Now().Add(72 * time.Hour)))
		if err := other.Reload(context.Background()); err != nil {
			t.Fatal(err)
		}
		for i, hours := range []time.Duration{47, 49, 73} { // time does not go back
			want := int64(i + 1)
			o.ahead.Store(int64(hours * time.Hour))
			for _, l := range []*site.Site{other, o.instance().Own()} {
				if n, _ := inEffect(t, l); n != want {
					t.Errorf("after %d hours version %d is in effect, want %d", hours, n, want)
				}
			}
		}
	})
}

func TestWithdraw(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		o.write(o.ada, policy.SetTitle("Second"))
		o.publish(at(o.Now().Add(48 * time.Hour)))
		withdraw := func(n int64, reason string) error { return o.Withdraw(ctx, slug, n, reason, o.ada, nil) }
		var invalid validation.Errors
		if err := withdraw(2, " "); !errors.As(err, &invalid) {
			t.Errorf("without a reason: %v", err)
		}
		if err := withdraw(1, "x"); !errors.Is(err, models.ErrConflict) {
			t.Errorf("one in effect: %v", err)
		}
		if err := withdraw(2, "A mistake."); err != nil {
			t.Fatal(err)
		}
		if err := withdraw(2, "Again."); !errors.Is(err, models.ErrConflict) {
			t.Errorf("twice: %v", err)
		}
		o.later(72 * time.Hour)
		for _, l := range []*site.Site{o.Site, o.instance().Own()} {
			if n, title := inEffect(t, l); n != 1 || title != "Cookie Policy" {
				t.Errorf("in effect: %d %q", n, title)
			}
		}
		o.write(o.ada, policy.SetTitle("Third"))
		if n := o.publish(); n != 3 {
			t.Errorf("the number of a withdrawn version was given again: %d", n)
		}
		versions, err := o.Versions(ctx, slug, 0)
		if err != nil || len(versions) != 3 || versions[1].Withdrawn == nil ||
			versions[1].Withdrawn.Reason != "A mistake." {
			t.Errorf("%+v, %v", versions, err)
		}
		if n, err := o.Records.Verify(ctx, slug); n != 3 || err != nil {
			t.Errorf("verify: %d, %v", n, err)
		}
	})
}

func TestRestore(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.write(o.ada, policy.SetTitle("Second"))
		o.publish()
		if err := o.Restore(context.Background(), slug, 1, o.draft().Read, o.ada); err != nil {
			t.Fatal(err)
		}
		if n := o.publish(); n != 3 {
			t.Errorf("published as %d", n)
		}
		one, _ := o.Version(context.Background(), slug, 1)
		three, _ := o.Version(context.Background(), slug, 3)
		if one.SHA256 != three.SHA256 || one.RecordHash == three.RecordHash {
			t.Error("version 3 does not say what version 1 said, or is the same version")
		}
	})
}

func TestApproval(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		read := o.write(o.ada, policy.SetTitle("Second")).Read
		as := func(read string) site.Publication {
			return site.Publication{Slug: slug, Read: read, Summary: "x", Materiality: policies.Editorial}
		}
		publish := func() error {
			_, err := o.Publish(ctx, as(o.draft().Read))
			return err
		}
		refused := func(what string, err error) {
			t.Helper()
			var invalid validation.Errors
			if !errors.As(err, &invalid) || invalid["approval"] == "" {
				t.Errorf("%s: %v", what, err)
			}
		}
		refused("unapproved", publish())
		if err := o.Submit(ctx, as(read), o.ada); err != nil {
			t.Fatal(err)
		}
		refused("one's own work", o.Approve(ctx, as(read), o.ada))
		read = o.write(o.bob, policy.SetTitle("Second, better")).Read
		refused("what one wrote in before", o.Approve(ctx, as(read), o.ada))
		carol := admin(t, o.db, "carol@example.com")
		if err := o.Approve(ctx, as(read), carol); err != nil {
			t.Fatal(err)
		}
		o.write(o.ada, policy.SetTitle("Changed after the approval"))
		refused("changed since", publish())
		if err := o.Approve(ctx, as(read), carol); !errors.Is(err, models.ErrConflict) {
			t.Errorf("approving what was not read: %v", err)
		}
		if err := o.Approve(ctx, as(o.draft().Read), carol); err != nil {
			t.Fatal(err)
		}
		o.confirm()
		if err := publish(); err != nil {
			t.Error(err)
		}
	}, func(s *site.Settings) { s.RequireApproval = true })
}

// TestNoteIsPartOfThePublication: what cannot be noted is not published.
func TestNoteIsPartOfThePublication(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		read := o.write(o.ada, policy.SetTitle("Second")).Read
		o.confirm()
		full := errors.New("the log is full")
		_, err := o.Publish(context.Background(), site.Publication{
			Slug: slug, Read: read, Summary: "x", Materiality: policies.Editorial,
			Note: func(context.Context, *models.DB, []string) error { return full },
		})
		if n, _ := inEffect(t, o.Site); !errors.Is(err, full) || n != 1 {
			t.Errorf("%v, version %d", err, n)
		}
	})
}

func TestAnnounced(t *testing.T) {
	var told []uuid.UUID
	each(t, func(t *testing.T, o world) {
		told = nil
		o.write(o.ada, policy.SetTitle("Second"))
		o.publish()
		if v, _ := o.Snapshot().Find(slug); len(told) != 1 || told[0] != v.ID {
			t.Errorf("told of %v", told)
		}
	}, func(s *site.Settings) {
		s.Announcer = announcer{&told}
	})
}

// announcer notes which versions it is to announce.
type announcer struct{ told *[]uuid.UUID }

func (a announcer) AnnounceVersion(_ context.Context, _ *models.DB, version uuid.UUID) error {
	*a.told = append(*a.told, version)
	return nil
}

func TestAskedAgain(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		for i, m := range []policies.Materiality{policies.Editorial, policies.AskAgain, policies.Notify} {
			o.write(o.ada, policy.SetTitle([]string{"One", "Two", "Three"}[i]))
			o.publish(material(m))
		}
		if v, _ := o.Snapshot().Find(slug); v.Number != 4 || v.AskedAgain != 3 {
			t.Errorf("version %d, asked again at %d", v.Number, v.AskedAgain)
		}
	})
}

// TestLastUpdatedIsTheDayOfPublication keeps what the sentence about changes
// promises: in the site's own zone, whatever day it is elsewhere.
func TestLastUpdatedIsTheDayOfPublication(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.later(5 * 24 * time.Hour)
		o.write(o.ada, policy.SetTitle("Second"))
		o.publish()
		v, found := o.Snapshot().Find(slug)
		if want := models.Now().Add(5 * 24 * time.Hour).In(o.Zone).Format(time.DateOnly); !found ||
			v.PublishedOn.Format(time.DateOnly) != want {
			t.Errorf("last updated: %v, want %s", v.PublishedOn, want)
		}
		if old, err := o.Version(context.Background(), slug, 1); err != nil || !old.PublishedOn.Before(v.PublishedOn) {
			t.Error("the old version's date changed", err)
		}
	})
}
