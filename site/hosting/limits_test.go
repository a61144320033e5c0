package hosting_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/site/hosting"
)

// modelsDB is a database for what needs only one.
func modelsDB(t *testing.T) *models.DB {
	t.Helper()
	return modelstest.SQLite(t)
}

func (w *world) usedSites(user uuid.UUID) int64 { return w.used[user.String()+string(billing.Sites)] }

// TestRoomInThePlan: each site that is kept up takes one place; without one it can be looked at and
// not published. Places come back exactly once.
func TestRoomInThePlan(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		first, second := w.add(w.user, "a.example"), w.add(w.user, "b.example")
		if first.State != sites.Active || second.State != sites.Trial || w.usedSites(w.user) != 1 {
			t.Fatalf("%s, %s, %d used", first.State, second.State, w.usedSites(w.user))
		}
		w.refused(second, hosting.ErrNoPlan)
		if err := w.Activate(t.Context(), w.user, second); !errors.Is(err, hosting.ErrNoPlan) {
			t.Errorf("activated without room: %v", err)
		}
		if err := w.Pause(t.Context(), w.user, first); err != nil {
			t.Fatal(err)
		}
		if err := w.Pause(t.Context(), w.user, first); !errors.Is(err, models.ErrConflict) || w.usedSites(w.user) != 0 {
			t.Errorf("paused twice: %v, %d used", err, w.usedSites(w.user))
		}
		if err := w.Close(t.Context(), w.user, first); !errors.Is(err, models.ErrConflict) { // read before it was paused
			t.Errorf("its place was given back twice: %v", err)
		}
		if err := w.Activate(t.Context(), w.user, second); err != nil || w.usedSites(w.user) != 1 {
			t.Errorf("%v, %d used", err, w.usedSites(w.user))
		}
		if err := w.Close(t.Context(), w.user, w.row(second)); err != nil || w.usedSites(w.user) != 0 {
			t.Errorf("%v, %d used", err, w.usedSites(w.user))
		}
		if err := w.Activate(t.Context(), w.user, w.row(first)); err != nil {
			t.Fatal(err)
		}
		if err := w.Undo(t.Context(), w.user, w.row(second)); err != nil || w.row(second).State != sites.Paused {
			t.Errorf("brought back into a full plan: %v, %s", err, w.row(second).State)
		}
	})
}

// TestSitesWithoutAPlan: there are three of them at most.
func TestSitesWithoutAPlan(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		poor := w.newUser("poor@example.com", 0)
		for _, address := range []string{"a.example", "b.example", "c.example"} {
			w.add(poor, address)
			w.now = w.now.Add(25 * time.Hour)
		}
		if _, err := w.Add(t.Context(), poor, "d.example"); !errors.Is(err, hosting.ErrTooMany) {
			t.Error(err)
		}
	})
}

// TestAuditsOfTheMonth: those that an owner asks for count, and no more than the plan has are done.
func TestAuditsOfTheMonth(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.published()
		for range 2 {
			w.now = w.now.Add(2 * time.Hour)
			if _, err := w.AuditNow(t.Context(), w.user, s); err != nil {
				t.Fatal(err)
			}
			w.work()
		}
		if _, err := w.AuditNow(t.Context(), w.user, s); !errors.Is(err, hosting.ErrNoAudits) || !errors.Is(err, billing.ErrLimit) {
			t.Error(err)
		}
		w.again(s, 24*time.Hour) // those that come by themselves do not count
	})
}

// TestUnverifiedHostsAreLookedAtOnceADay: they may be anybody's.
func TestUnverifiedHostsAreLookedAtOnceADay(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.add(w.user, "shop.example")
		if _, err := w.AuditNow(t.Context(), w.user, s); !errors.Is(err, hosting.ErrOneADay) {
			t.Error(err)
		}
		w.now = w.now.Add(25 * time.Hour)
		if _, err := w.AuditNow(t.Context(), w.user, s); err != nil {
			t.Error(err)
		}
	})
}

// TestAHostIsLeftAlone: over all accounts it is audited four times in an hour at most.
func TestAHostIsLeftAlone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		done := 0
		for _, email := range []string{"a", "b", "c", "d", "e"} {
			s := w.add(w.newUser(email+"@example.com", 1), "shop.example")
			if _, err := w.site(s).Draft(t.Context(), "cookie-policy"); err == nil {
				done++
			}
			w.now = w.now.Add(time.Minute)
		}
		if done != 4 {
			t.Errorf("%d audits of one host within an hour", done)
		}
	})
}

// TestOneBrowserAtAHost: over all accounts one browser at a time looks at a host; whose host is verified
// is looked at as its visitors do.
func TestOneBrowserAtAHost(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx, none := t.Context(), func(context.Context, *models.DB) error { return nil }
		mine, theirs := w.published(), w.add(w.newUser("other@example.com", 1), "shop.example")
		w.now = w.now.Add(2 * time.Hour)
		first, err1 := w.audits.AskFor(ctx, mine.ID, audits.Scheduled, nil, none)
		second, err2 := w.audits.AskFor(ctx, theirs.ID, audits.Scheduled, nil, none)
		if err := errors.Join(err1, err2, audits.Begin(ctx, w.db, mine.ID, first.ID, w.now)); err != nil {
			t.Fatal(err)
		}
		if busy, err := w.audits.Run(ctx, second.ID); !busy || err != nil {
			t.Errorf("two at once: busy %t, %v", busy, err)
		}
		if err := audits.Return(ctx, w.db, mine.ID, first.ID); err != nil {
			t.Fatal(err)
		}
		if busy, err := w.audits.Run(ctx, second.ID); busy || err != nil || w.request.AsVisitor {
			t.Errorf("busy %t, as a visitor %t, %v", busy, w.request.AsVisitor, err)
		}
		if busy, err := w.audits.Run(ctx, first.ID); busy || err != nil || !w.request.AsVisitor {
			t.Errorf("verified: busy %t, as a visitor %t, %v", busy, w.request.AsVisitor, err)
		}
	})
}

// TestFrontDoor: one network has three looks in a day; a result belongs to who keeps it first.
func TestFrontDoor(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var last sites.Site
		for range 3 {
			made, err := w.FrontDoor(t.Context(), "203.0.113.0/24", "shop.example")
			if err != nil {
				t.Fatal(err)
			}
			w.work()
			last = made
		}
		var busy hosting.BusyError
		if _, err := w.FrontDoor(t.Context(), "203.0.113.0/24", "shop.example"); !errors.As(err, &busy) || !busy.Again.After(w.now) {
			t.Errorf("a fourth look: %v", err)
		}
		if _, err := w.FrontDoor(t.Context(), "198.51.100.0/24", "shop.example"); err != nil {
			t.Errorf("another network: %v", err)
		}
		if len(last.Slug) < len("shop-example-")+20 {
			t.Errorf("the address of the result can be guessed: %s", last.Slug)
		}
		kept, err := w.Keep(t.Context(), w.user, w.row(last))
		if err != nil || kept.State != sites.Active || w.row(last).Network != "" || w.row(last).State != sites.Active {
			t.Errorf("%+v, %v", w.row(last), err)
		}
		if _, err := w.Keep(t.Context(), w.newUser("other@example.com", 1), w.row(last)); err == nil {
			t.Error("kept by two")
		}
		if _, err := w.Trial(t.Context(), last.Slug); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("strangers still see it: %v", err)
		}
	})
}

// TestFrontDoorIsBounded: no more than ten wait at once.
func TestFrontDoorIsBounded(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for i := range 10 {
			if _, err := w.FrontDoor(t.Context(), "198.51.100."+string(rune('0'+i)), "shop.example"); err != nil {
				t.Fatal(err)
			}
		}
		var busy hosting.BusyError
		if _, err := w.FrontDoor(t.Context(), "192.0.2.0/24", "shop.example"); !errors.As(err, &busy) {
			t.Error(err)
		}
	})
}

// TestOneHostIsOneOwners: nobody verifies what another has verified; who gets it later shows it by
// DNS, since files are left behind.
func TestOneHostIsOneOwners(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		other := w.newUser("other@example.com", 1)
		mine, theirs := w.add(w.user, "shop.example"), w.add(other, "shop.example")
		if _, err := w.Verify(t.Context(), mine); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Verify(t.Context(), theirs); !errors.Is(err, hosting.ErrElsewhere) {
			t.Errorf("verified by two: %v", err)
		}
		if err := w.Close(t.Context(), w.user, mine); err != nil {
			t.Fatal(err)
		}
		w.now = w.now.Add(8 * 24 * time.Hour)
		if err := w.Tidy(t.Context()); err != nil || w.row(mine).State != sites.Deleted {
			t.Fatalf("%v, %s", err, w.row(mine).State)
		}
		if _, err := w.Verify(t.Context(), theirs); err == nil {
			t.Error("a file that may be another's was enough")
		}
		w.shown = sites.ByDNS
		if _, err := w.Verify(t.Context(), theirs); err != nil {
			t.Error(err)
		}
	})
}

// TestLostHosts: a host is looked at each week, and lost after three looks in vain.
func TestLostHosts(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.published()
		w.shown = ""
		look := func() bool {
			t.Helper()
			if err := w.VerifyAgain(t.Context()); err != nil {
				t.Fatal(err)
			}
			host, _, err := w.Host(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			return host.VerifiedAt != nil
		}
		if !look() {
			t.Error("lost before its week")
		}
		w.now = w.now.Add(7*24*time.Hour + time.Minute)
		for n := 1; n <= 3; n++ {
			if is := look(); is != (n < 3) {
				t.Errorf("verified after %d looks in vain: %t", n, is)
			}
			w.now = w.now.Add(25 * time.Hour)
		}
		if w.row(s).NextAuditAt != nil {
			t.Error("audited as its owner's")
		}
		if _, found := w.site(s).Snapshot().Find("cookie-policy"); !found {
			t.Error("its page vanished")
		}
		lost := w.site(s).Row().HostLostAt
		if lost == nil || w.now.Sub(*lost) != 25*time.Hour {
			t.Errorf("its page knows nothing of it: %v", lost)
		}
		w.shown = sites.ByDNS
		if _, err := w.Verify(t.Context(), w.row(s)); err != nil {
			t.Fatal(err)
		}
		if row := w.site(s).Row(); row.HostLostAt != nil || w.row(s).NextAuditAt == nil {
			t.Errorf("shown again, and still lost: %+v", row)
		}
	})
}

// TestFirstLooksOfADay: adding and deleting again and again gives no more looks at hosts of others.
func TestFirstLooksOfADay(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		poor := w.newUser("poor@example.com", 0)
		for range 3 {
			s := w.add(poor, "shop.example")
			if err := w.Close(t.Context(), poor, s); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := w.Add(t.Context(), poor, "shop.example"); !errors.Is(err, hosting.ErrTooManyToday) {
			t.Error(err)
		}
		w.now = w.now.Add(25 * time.Hour)
		w.add(poor, "shop.example")
	})
}
