package hosting_test

import (
	"slices"
	"testing"
	"time"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models/proposals"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy"
)

func (w *world) proposals(s sites.Site, states ...proposals.State) []proposals.Proposal {
	w.t.Helper()
	all, err := proposals.List(w.t.Context(), w.db, s.ID, states...)
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

// about is the proposal about a cookie.
func about(all []proposals.Proposal, subject string) *proposals.Proposal {
	i := slices.IndexFunc(all, func(p proposals.Proposal) bool { return p.Subject == subject })
	if i < 0 {
		return nil
	}
	return &all[i]
}

// TestDrift: what one audit finds a second one confirms within the hour; then the owner is told,
// once, and the page says it after the site's notice. What is not found any more is mended.
func TestDrift(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.published()
		w.seen = seen(met("PHPSESSID"), met("cart"), met("newcomer"))
		w.again(s, 24*time.Hour)
		found := about(w.proposals(s, proposals.Open), "newcomer")
		if found == nil || found.ConfirmedAt != nil || len(w.letters) != 0 {
			t.Fatalf("after one audit: %+v, %d mails", found, len(w.letters))
		}
		if next := w.row(s).NextAuditAt; next == nil || next.Sub(w.now) > time.Hour {
			t.Errorf("another browser looks at %v", next)
		}
		w.again(s, 30*time.Minute)
		found = about(w.proposals(s, proposals.Open), "newcomer")
		if found == nil || found.ConfirmedAt == nil || !found.ShowsAt.Equal(w.now.Add(7*24*time.Hour)) {
			t.Fatalf("after two: %+v", found)
		}
		if len(w.letters) != 1 || w.letters[0].To != "owner@example.com" || w.letters[0].Content.Kind() != (letter.SiteDrifted{}).Kind() {
			t.Fatalf("mails: %+v", w.letters)
		}
		w.again(s, 24*time.Hour)
		if len(w.letters) != 1 {
			t.Errorf("told %d times", len(w.letters))
		}
		w.seen = incomplete(seen())
		w.again(s, 24*time.Hour)
		if about(w.proposals(s, proposals.Open), "newcomer") == nil {
			t.Error("mended by an audit that did not see everything")
		}
		w.seen = seen()
		w.again(s, 24*time.Hour)
		if about(w.proposals(s, proposals.Open), "newcomer") != nil || about(w.proposals(s, proposals.Mended), "newcomer") == nil {
			t.Error("not mended")
		}
	})
}

// TestOneAuditIsNoEvidenceOfDrift: what the second browser does not find is never told.
func TestOneAuditIsNoEvidenceOfDrift(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.published()
		w.seen = seen(met("PHPSESSID"), met("cart"), met("flicker"))
		w.again(s, 24*time.Hour)
		w.seen = seen()
		w.again(s, 30*time.Minute)
		if open := w.proposals(s, proposals.Open); len(open) != 0 || len(w.letters) != 0 {
			t.Errorf("%+v, %d mails", open, len(w.letters))
		}
	})
}

// TestTakingAFindingOver: one press puts it into the draft, and publishing it closes the finding.
func TestTakingAFindingOver(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.published()
		w.seen = seen(met("PHPSESSID"), met("cart"), met("newcomer"))
		w.again(s, 24*time.Hour)
		w.again(s, 30*time.Minute)
		for _, p := range w.proposals(s, proposals.Open) {
			change, can, err := w.upkeep.Take(t.Context(), w.site(s), p)
			if err != nil || !can {
				t.Fatalf("%s: %t, %v", p.What, can, err)
			}
			w.edit(s, change)
		}
		if _, declared := w.draft(s).Document.Cookie("newcomer"); !declared {
			t.Fatal("it is not declared")
		}
		w.describe(s)
		if err := w.publish(s); err != nil {
			t.Fatal(err)
		}
		if open := w.proposals(s, proposals.Open); len(open) != 0 {
			t.Errorf("still open: %+v", open)
		}
	})
}

// TestDismissedIsNotFoundAgain: the owner's reason stays, and the next audit asks nothing anew.
func TestDismissedIsNotFoundAgain(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.published()
		w.seen = seen(met("PHPSESSID"), met("cart"), met("newcomer"))
		w.again(s, 24*time.Hour)
		for _, p := range w.proposals(s, proposals.Open) {
			if err := proposals.Dismiss(t.Context(), w.db, s.ID, p.ID, "It is a test.", w.now); err != nil {
				t.Fatal(err)
			}
		}
		w.again(s, 24*time.Hour)
		if open := w.proposals(s, proposals.Open); len(open) != 0 {
			t.Errorf("%+v", open)
		}
	})
}

// TestTrackersShowAtOnce: who is tracked without having been asked waits for no notice.
func TestTrackersShowAtOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.published()
		w.edit(s, func(d policy.Document) (policy.Document, error) {
			tracker := d.Cookies[0]
			tracker.Name, tracker.Category, tracker.Purpose = "_fbp", cookie.Marketing, "Tells which advertisement was seen"
			d.Cookies = append(slices.Clone(d.Cookies), tracker)
			for i := range d.Sections {
				if d.Sections[i].Anchor == "cookies-we-use" {
					d.Sections[i].Blocks = d.Sections[i].Blocks[len(d.Sections[i].Blocks)-1:]
				}
			}
			return d, nil
		})
		agreed := met("_fbp")
		agreed.Seen[0].Journey = report.Agreed
		w.seen = seen(met("PHPSESSID"), met("cart"), agreed)
		w.again(s, time.Minute)
		if err := w.publish(s); err != nil {
			t.Fatal(err)
		}
		w.seen = seen(met("PHPSESSID"), met("cart"), met("_fbp"))
		w.again(s, 24*time.Hour)
		w.again(s, 30*time.Minute)
		found := about(w.proposals(s, proposals.Open), "_fbp")
		if found == nil || found.Kind != string(report.BeforeConsent) || found.ShowsAt == nil || found.ShowsAt.After(w.now) {
			t.Errorf("%+v", found)
		}
	})
}

// TestQuietSitesAreAuditedSeldom: after a month without a change once a week, and daily again after
// one.
func TestQuietSitesAreAuditedSeldom(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.published()
		for range 31 {
			w.again(s, 24*time.Hour)
		}
		if row := w.row(s); row.AuditDays != 7 || row.NextAuditAt.Sub(w.now) != 7*24*time.Hour {
			t.Errorf("every %d days, next at %s", row.AuditDays, row.NextAuditAt)
		}
		w.seen = seen(met("PHPSESSID"), met("cart"), met("newcomer"))
		w.again(s, 7*24*time.Hour)
		w.again(s, 30*time.Minute)
		if row := w.row(s); row.AuditDays != 1 {
			t.Errorf("every %d days", row.AuditDays)
		}
	})
}

// TestDueSitesAreAudited: those whose time has come are asked for, once.
func TestDueSitesAreAudited(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.published()
		due := func(want int) {
			t.Helper()
			w.queued = nil
			if err := w.upkeep.AskDue(t.Context(), w.audits); err != nil || len(w.queued) != want {
				t.Errorf("%d asked for, %v; want %d", len(w.queued), err, want)
			}
		}
		due(0)
		w.now = w.now.Add(25 * time.Hour)
		due(1)
		due(0)
		if err := w.Pause(t.Context(), w.user, w.row(s)); err != nil {
			t.Fatal(err)
		}
		w.now = w.now.Add(48 * time.Hour)
		due(0)
	})
}
