package hosting_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/audit/glance"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/validation"
)

func (d doubles) Look(_ context.Context, _ string, pages []string) (glance.Glance, error) {
	d.w.looks++
	if d.w.whileLooking != nil {
		d.w.whileLooking()
	}
	if d.w.looksLike == "" {
		return glance.Glance{}, errors.New("nobody answered")
	}
	return glance.Glance{Pages: pages, SHA256: d.w.looksLike}, nil
}

// due does what is due after so much time, and reports whether a browser was started for it.
func (w *world) due(later time.Duration) bool {
	w.t.Helper()
	w.now = w.now.Add(later)
	if err := w.upkeep.AskDue(w.t.Context(), w.audits); err != nil {
		w.t.Fatal(err)
	}
	browsed := len(w.queued) > 0
	w.work()
	return browsed
}

// lookedAt is a published site at which looks may stand in for audits.
func (w *world) lookedAt() sites.Site {
	w.t.Helper()
	s := w.published()
	w.looksLike = "as ever"
	if !w.due(25 * time.Hour) {
		w.t.Fatal("the first audit that is due took no browser: there was nothing to compare with")
	}
	return s
}

const nextDay = 24*time.Hour + time.Minute

// TestASiteThatStandsStill is looked at without a browser, but for every seventh time.
func TestASiteThatStandsStill(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.lookedAt()
		for round := range 2 {
			for n := 1; n <= 6; n++ {
				if w.due(nextDay) {
					t.Errorf("a browser at look %d of round %d", n, round)
				}
				if row := w.site(s).Row(); row.LookedAt == nil || !row.LookedAt.Equal(w.now) {
					t.Errorf("look %d: the page knows of one at %v", n, row.LookedAt)
				}
				if row := w.row(s); row.LookedAt == nil || !row.LookedAt.Equal(w.now) || !row.NextAuditAt.After(w.now) {
					t.Errorf("look %d: %+v", n, row)
				}
			}
			if !w.due(nextDay) {
				t.Error("no browser at the seventh time")
			}
		}
	})
}

// TestASiteThatMoved takes a browser, also when only that could not be seen, and again until one saw
// everything.
func TestASiteThatMoved(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.lookedAt()
		w.looksLike = "otherwise"
		w.seen = incomplete(seen())
		if !w.due(nextDay) {
			t.Error("no browser though it moved")
		}
		w.seen = seen()
		if !w.due(nextDay) {
			t.Error("no browser though the last one did not see everything")
		}
		if w.due(nextDay) {
			t.Error("a browser though it stands still again")
		}
		w.looksLike = ""
		if !w.due(nextDay) {
			t.Error("no browser though the site did not answer")
		}
		if row := w.row(s); row.Look != "" {
			t.Errorf("what nobody saw is compared with: %+v", row)
		}
		w.looksLike = "as ever"
		if !w.due(nextDay) {
			t.Error("no browser though there is nothing to compare with")
		}
	})
}

// TestWhatIsDueTakesABrowser: a finding that waits, a version that is new, a site that comes back.
func TestWhatIsDueTakesABrowser(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.lookedAt()
		w.seen = seen(met("PHPSESSID"), met("cart"), met("newcomer"))
		w.again(s, time.Hour)
		if !w.due(time.Hour) {
			t.Error("nobody looks whether another browser finds the same")
		}
		if !w.due(nextDay) {
			t.Error("nobody looks whether the finding is mended")
		}
		w.seen = seen()
		if !w.due(nextDay) || w.due(nextDay) {
			t.Error("it does not stand still once the finding is mended")
		}
		if err := w.Pause(t.Context(), w.user, w.row(s)); err != nil {
			t.Fatal(err)
		}
		w.now = w.now.Add(30 * 24 * time.Hour)
		if err := w.Activate(t.Context(), w.user, w.row(s)); err != nil {
			t.Fatal(err)
		}
		if !w.due(time.Minute) {
			t.Error("a site that comes back after a month is not audited")
		}
	})
}

// TestALookStandsInForItsOwnAudit alone: what the owner had audited meanwhile may have been another state.
func TestALookStandsInForItsOwnAudit(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.lookedAt()
		w.again(s, time.Hour)
		if !w.due(nextDay) {
			t.Error("no browser though another audit came after the one that the look was asked with")
		}
		if w.due(nextDay) {
			t.Error("a browser though it stands still")
		}
	})
}

// TestPausedWhileLookedAt: a site that is paused during a look is neither audited nor looked at again.
func TestPausedWhileLookedAt(t *testing.T) {
	for _, looksLike := range []string{"as ever", "otherwise"} {
		each(t, func(t *testing.T, w *world) {
			s := w.lookedAt()
			w.looksLike = looksLike
			w.whileLooking = func() {
				w.whileLooking = nil
				if err := w.Pause(t.Context(), w.user, w.row(s)); err != nil {
					t.Error(err)
				}
			}
			if w.due(nextDay) {
				t.Errorf("%s: it is audited", looksLike)
			}
			if row := w.row(s); row.NextAuditAt != nil {
				t.Errorf("%s: it is looked at again at %v", looksLike, row.NextAuditAt)
			}
		})
	}
}

// TestALookIsNoAudit: a version takes an audit of the last day, however many looks there were.
func TestALookIsNoAudit(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.lookedAt()
		before, err := audits.Newest(t.Context(), w.db, s.ID)
		if err != nil {
			t.Fatal(err)
		}
		if w.due(nextDay) {
			t.Fatal("no look")
		}
		after, err := audits.Newest(t.Context(), w.db, s.ID)
		if err != nil || after.ID != before.ID {
			t.Errorf("a look counts as an audit: %+v, %v", after, err)
		}
		w.edit(s, func(d policy.Document) (policy.Document, error) {
			d.Title = "Our Cookies"
			return d, nil
		})
		var refused validation.Errors
		if err := w.publish(s); !errors.As(err, &refused) || !strings.Contains(refused["document"], "Please audit the site again") {
			t.Errorf("published on a look: %v", err)
		}
		w.again(s, time.Minute)
		if err := w.publish(s); err != nil {
			t.Fatal(err)
		}
		if !w.due(25 * time.Hour) {
			t.Error("a look stood in for the first audit of a version")
		}
	})
}
