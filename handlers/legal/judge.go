package legal

import (
	"context"
	"time"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models/proposals"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	legalview "github.com/prokken/prokken/views/legal"
)

// Judge says what audits saw of the version of a customer's policy that is in effect.
type Judge interface {
	// Judged returns the newest complete audit of the site, with a report whose claims are those of
	// the version; nil where no complete audit covers it.
	Judged(ctx context.Context, of *site.Site, v *site.Version) (*schedule.Latest, error)
}

// findings are what is known of a customer's site while a snapshot is in effect: every audit, and
// every change of a proposal, puts another snapshot in its place.
type findings struct {
	judged    *schedule.Latest // nil: no complete audit covers the version
	proposals []proposals.Proposal
}

// find reads what is known of a customer's site.
func (s *Handler) find(ctx context.Context, of *site.Site, snapshot *site.Snapshot) (findings, error) {
	var f findings
	var err error
	if f.proposals, err = proposals.List(ctx, s.DB, of.SiteID(), proposals.Open, proposals.Dismissed); err != nil {
		return f, err
	}
	v, found := snapshot.Find(policy.CookiePolicy)
	if s.Judge == nil || !found {
		return f, nil
	}
	f.judged, err = s.Judge.Judged(ctx, of, v)
	return f, err
}

// words puts the findings into the words of this moment.
func (f findings) words(of *site.Site, now time.Time) auditWords {
	o, until := f.observation(of, now)
	said := legalview.NewObserved(o, now)
	said.NotKept = web.NotKept(of)
	return auditWords{said: said, until: until}
}

// observation is what the page may say now, and when it may say more.
func (f findings) observation(of *site.Site, now time.Time) (o legalview.Observation, until time.Time) {
	o.Interval = time.Duration(max(of.Row().AuditDays, 1)) * 24 * time.Hour
	if looked := of.Row().LookedAt; looked != nil {
		o.StoodUntil = *looked
	}
	if f.judged != nil {
		audit, ended := f.judged.Audit, f.judged.Audit.EndedAt.In(of.Zone)
		audit.EndedAt = &ended
		o.Audit, o.Claims, o.Seen = &audit, f.judged.Report.Claims, seenIn(f.judged.Report)
	}
	for _, p := range f.proposals {
		switch {
		case p.State == proposals.Dismissed || p.ShowsAt != nil && !p.ShowsAt.After(now):
			o.Contradictions = append(o.Contradictions, legalview.Contradiction{
				What: p.What, FoundAt: p.FoundAt.In(of.Zone), Reason: p.Reason,
			})
		default:
			o.Withheld = true
			if p.ShowsAt != nil && (until.IsZero() || p.ShowsAt.Before(until)) {
				until = *p.ShowsAt
			}
		}
	}
	return o, until
}

// seenIn is how much an audit looked at: its pages, each once, and the journeys that were walked to
// their end. One that there was nothing to walk for was not looked at.
func seenIn(r report.Report) legalview.Seen {
	pages := map[string]bool{}
	var seen legalview.Seen
	for _, j := range r.Journeys {
		opened := false
		for _, p := range j.Pages {
			if p.Status >= 200 && p.Status < 400 && !p.Cut {
				pages[p.URL], opened = true, true
			}
		}
		if opened && j.Ended == "" {
			seen.Journeys = append(seen.Journeys, j.Name)
		}
	}
	seen.Pages = int64(len(pages))
	return seen
}
