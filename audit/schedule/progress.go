package schedule

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
)

// noteEvery is how often at most an audit's progress is written down: a little more often than a walk
// tells of the page at hand.
const noteEvery = 900 * time.Millisecond

// follow writes down how far the audit is, and stops it where somebody asked for that. What
// was seen until then is kept.
func (s *Service) follow(ctx context.Context, a audits.Audit, stop func()) func(audit.Progress) {
	var last time.Time
	return func(p audit.Progress) {
		if now := s.Clock.Now(); !last.IsZero() && now.Sub(last) < noteEvery {
			return
		}
		last = s.Clock.Now()
		text, err := json.Marshal(p)
		if err != nil {
			return // a progress can be written
		}
		switch asked, err := audits.SaveProgress(ctx, s.db, a.SiteID, a.ID, string(text)); {
		case err != nil:
			slog.WarnContext(ctx, "how far an audit is could not be noted", "audit", a.ID, "error", err)
		case asked:
			stop()
		}
	}
}

// ReadProgress is how far an audit is; false where nothing is known of it.
func ReadProgress(a audits.Audit) (audit.Progress, bool) {
	var p audit.Progress
	err := json.Unmarshal([]byte(a.Progress), &p)
	return p, err == nil && p.Page != ""
}

// Stop asks the audit of the site to stop where it is.
func (s *Service) Stop(ctx context.Context, site models.SiteID, id uuid.UUID) error {
	return audits.AskStop(ctx, s.db, site, id, s.Clock.Now())
}
