package hosting_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/site/hosting"
)

// pauseSurplus looks whether plans have room.
func (w *world) pauseSurplus() {
	w.t.Helper()
	if last, err := w.PauseSurplus(w.t.Context(), uuid.Nil); err != nil || last != uuid.Nil {
		w.t.Fatalf("%s, %v", last, err)
	}
}

// announced are the mails about pauses.
func (w *world) announced() []letter.SitesPause {
	var all []letter.SitesPause
	for _, l := range w.letters {
		if told, is := l.Content.(letter.SitesPause); is {
			all = append(all, told)
		}
	}
	return all
}

// hasState compares the states of sites.
func (w *world) hasState(want sites.State, all ...sites.Site) {
	w.t.Helper()
	for _, s := range all {
		if got := w.row(s).State; got != want {
			w.t.Errorf("%s is %s, not %s", s.Address, got, want)
		}
	}
}

// shrunk is an owner with three sites, oldest first, whose plan has room for one of them.
func (w *world) shrunk() []sites.Site {
	w.t.Helper()
	w.rooms[w.user] = 3
	all := []sites.Site{w.published()}
	for _, address := range []string{"b.example", "c.example"} {
		w.now = w.now.Add(time.Minute)
		all = append(all, w.add(w.user, address))
	}
	w.pauseSurplus()
	w.hasState(sites.Active, all...)
	w.rooms[w.user] = 1
	return all
}

// TestPlansThatShrink: what a plan has no room for any more is named in a mail, and paused after the
// grace, the newest first; what is published stays readable.
func TestPlansThatShrink(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		all := w.shrunk()
		w.pauseSurplus()
		w.hasState(sites.Active, all...)
		told := w.announced()
		if len(told) != 1 || !told[0].At.Equal(w.now.Add(grace)) || told[0].Limit != 1 || told[0].Count != 2 ||
			!slices.Equal(told[0].Sites, []string{"c.example (c.example)", "b.example (b.example)"}) {
			t.Fatalf("%+v", told)
		}
		w.now = w.now.Add(grace - time.Minute)
		w.pauseSurplus()
		w.hasState(sites.Active, all...)
		w.now = w.now.Add(2 * time.Minute)
		w.pauseSurplus()
		w.hasState(sites.Active, all[0])
		w.hasState(sites.Paused, all[1:]...)
		if w.usedSites(w.user) != 1 || len(w.announced()) != 1 {
			t.Errorf("%d used, told %d times", w.usedSites(w.user), len(w.announced()))
		}
		w.rooms[w.user] = 0
		w.pauseSurplus()
		w.now = w.now.Add(grace + time.Minute)
		w.pauseSurplus()
		if row := w.row(all[0]); row.State != sites.Paused || row.NextAuditAt != nil || row.PausesAt != nil {
			t.Errorf("%+v", row)
		}
		if _, found := w.site(all[0]).Snapshot().Find("cookie-policy"); !found {
			t.Error("what was published vanished")
		}
		w.rooms[w.user] = 1
		if err := w.Activate(t.Context(), w.user, w.row(all[0])); err != nil || w.row(all[0]).NextAuditAt == nil {
			t.Errorf("%v, %+v", err, w.row(all[0]))
		}
	})
}

// TestOwnersChoose: what an owner chose stays, and the day does not move.
func TestOwnersChoose(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		all := w.shrunk()
		w.pauseSurplus()
		day := w.now.Add(grace)
		w.now = w.now.Add(24 * time.Hour)
		if err := w.Choose(t.Context(), w.user, []string{all[0].Slug, all[1].Slug}); !errors.Is(err, hosting.ErrNoPlan) {
			t.Errorf("more chosen than there is room for: %v", err)
		}
		for _, s := range all[:2] { // the last word counts
			if err := w.Choose(t.Context(), w.user, []string{s.Slug}); err != nil {
				t.Fatal(err)
			}
		}
		for i, stays := range []bool{false, true, false} {
			if at := w.row(all[i]).PausesAt; (at == nil) != stays || at != nil && !at.Equal(day) {
				t.Errorf("%s: %v", all[i].Address, at)
			}
		}
		w.now = day.Add(time.Minute)
		w.pauseSurplus()
		w.hasState(sites.Active, all[1])
		w.hasState(sites.Paused, all[0], all[2])
		if len(w.announced()) != 1 {
			t.Errorf("told %d times", len(w.announced()))
		}
	})
}

// TestSitesOfOthersAreNotChosen: a slug of somebody else changes nothing there.
func TestSitesOfOthersAreNotChosen(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		other := w.add(w.newUser("other@example.com", 1), "other.example")
		if err := w.Choose(t.Context(), w.user, []string{other.Slug}); err != nil || w.row(other).Preferred {
			t.Errorf("%v, %+v", err, w.row(other))
		}
	})
}

// TestRoomComesBack: who takes another plan in time loses nothing; who has less room than was told
// is told again, with a new day.
func TestRoomComesBack(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		all := w.shrunk()
		w.pauseSurplus()
		w.rooms[w.user] = 3
		w.pauseSurplus()
		for _, s := range all {
			if w.row(s).PausesAt != nil {
				t.Errorf("%s is still going to be paused", s.Address)
			}
		}
		w.now = w.now.Add(grace + time.Minute)
		w.pauseSurplus()
		w.hasState(sites.Active, all...)
		w.rooms[w.user] = 2
		w.pauseSurplus()
		w.now = w.now.Add(grace / 2)
		w.rooms[w.user] = 1
		w.pauseSurplus()
		told := w.announced()
		if len(told) != 3 || !told[2].At.Equal(w.now.Add(grace)) || told[2].Count != 2 {
			t.Errorf("%+v", told)
		}
		w.now = w.now.Add(grace/2 + time.Minute)
		w.pauseSurplus()
		w.hasState(sites.Active, all...)
	})
}
