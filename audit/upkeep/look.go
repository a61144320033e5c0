package upkeep

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/prokken/prokken/audit/glance"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/sites"
)

// looked is what came of a look without a browser before an audit that is due. Saw is what the next
// look is compared with, as JSON; "": nothing is.
type looked struct {
	standsIn bool // the site stands still: the audit is not needed
	saw      string
}

// look looks at a site that is due. It stands in for the audit if the site has not moved since the
// one that was asked for with the look before, and nothing waits for a browser.
func (s *Service) look(ctx context.Context, row sites.Site, nothingWaits bool) (looked, error) {
	if s.Looker == nil {
		return looked{}, nil
	}
	newest, err := audits.NewestComplete(ctx, s.db, row.ID)
	if err != nil {
		return looked{}, nilIfNotFound(err)
	}
	seen, err := readReport(newest)
	if err != nil {
		return looked{}, err
	}
	var before, now glance.Glance
	if row.Look != "" && json.Unmarshal([]byte(row.Look), &before) == nil {
		now = s.glance(ctx, row, before.Pages)
		if now.SHA256 == before.SHA256 && nothingWaits && isPaired(row, newest) && !s.isOld(newest) {
			return looked{standsIn: true}, nil
		}
	}
	if pages := pagesOf(seen); !slices.Equal(now.Pages, pages) {
		now = s.glance(ctx, row, pages)
	}
	return looked{saw: written(now)}, nil
}

// isPaired reports whether the audit was asked for with the look that is stored: what another one saw may have
// been another state of the site.
func isPaired(row sites.Site, a audits.Audit) bool {
	return row.LookAuditID != nil && *row.LookAuditID == a.ID
}

// glance looks at the pages; an empty glance where they could not be seen, so that a browser looks.
func (s *Service) glance(ctx context.Context, row sites.Site, pages []string) glance.Glance {
	seen, err := s.Looker.Look(ctx, row.Address, pages)
	if err != nil {
		return glance.Glance{}
	}
	return seen
}

// written is a glance as it is stored; "" where nothing was seen.
func written(g glance.Glance) string {
	text, err := json.Marshal(g)
	if err != nil || g.SHA256 == "" {
		return ""
	}
	return string(text)
}

// isOld reports whether so much time has passed since the audit that only a browser will do: of a
// site that is looked at each day that is every seventh time.
func (s *Service) isOld(a audits.Audit) bool {
	return s.Clock.Now().Sub(*a.EndedAt) >= weekly*Every-time.Hour
}

// pagesOf are the pages that the audit opened before any choice.
func pagesOf(r report.Report) []string {
	var pages []string
	for _, j := range r.Journeys {
		for _, p := range j.Pages {
			if j.Name == report.Anonymous && p.Status == 200 && !slices.Contains(pages, p.URL) {
				pages = append(pages, p.URL)
			}
		}
	}
	return pages[:min(len(pages), glance.MaxPages)]
}

// noteLook notes that the site was looked at, and when the next look comes.
func (s *Service) noteLook(ctx context.Context, row sites.Site) error {
	now := s.Clock.Now()
	next := now.Add(time.Duration(row.AuditDays) * Every)
	due := *row.NextAuditAt
	row.NextAuditAt, row.LookedAt = &next, &now
	return unlessMoved(sites.NoteLook(ctx, s.db, due, row))
}
