package hosting_test

import (
	"errors"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models/sites"
)

func (w *world) usedAudits() int64 { return w.used[w.user.String()+string(billing.Audits)] }

// askFor has the owner ask for an audit.
func (w *world) askFor(s sites.Site) {
	w.t.Helper()
	w.now = w.now.Add(2 * time.Hour)
	if _, err := w.AuditNow(w.t.Context(), w.user, s); err != nil {
		w.t.Fatal(err)
	}
	w.work()
}

// TestFailedAuditsAreGivenBack: an audit that failed for our reasons is given back, once; one that
// was done is not, whatever it saw.
func TestFailedAuditsAreGivenBack(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.published()
		w.seen = incomplete(seen())
		w.askFor(s)
		w.broken = errors.New("the browser was killed")
		w.askFor(s)
		if w.usedAudits() != 2 {
			t.Fatalf("%d used", w.usedAudits())
		}
		for range 2 {
			if err := w.GiveBackFailed(t.Context()); err != nil || w.usedAudits() != 1 {
				t.Errorf("%d used, %v", w.usedAudits(), err)
			}
		}
		w.again(s, time.Hour) // by itself: nobody's plan pays for it
		if err := w.GiveBackFailed(t.Context()); err != nil || w.usedAudits() != 1 {
			t.Errorf("%d used, %v", w.usedAudits(), err)
		}
		w.askFor(s) // fails, and the next one takes its place
		w.askFor(s)
		if w.usedAudits() != 2 {
			t.Errorf("%d used", w.usedAudits())
		}
	})
}

// TestMonthsThatAreOver: what failed in a month that is over is not given back in the next one.
func TestMonthsThatAreOver(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.published()
		w.broken = errors.New("the browser was killed")
		w.askFor(s)
		w.now = w.now.AddDate(0, 1, 0)
		for range 2 {
			if err := w.GiveBackFailed(t.Context()); err != nil || w.usedAudits() != 1 {
				t.Errorf("%d used, %v", w.usedAudits(), err)
			}
		}
	})
}
