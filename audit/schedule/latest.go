package schedule

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
)

// Latest is the newest audit that was done, with its report.
type Latest struct {
	Audit  audits.Audit
	Report report.Report
}

// Read is the report of an audit; an empty one if it has none.
func Read(a audits.Audit) (report.Report, error) {
	var report report.Report
	if a.Report == "" {
		return report, nil
	}
	return report, json.Unmarshal([]byte(a.Report), &report)
}

// Newest is the newest audit that was done, as far as this server knows; nil if
// there is none. It is never changed.
func (s *Service) Newest() *Latest { return s.newest.Load() }

// watchEvery is how late another server's audit can be seen here.
const watchEvery = 2 * time.Second

// Watch keeps Newest up to date, until ctx ends.
func (s *Service) Watch(ctx context.Context) error {
	ticker := time.NewTicker(watchEvery)
	defer ticker.Stop()
	for {
		if err := s.Reload(ctx); err != nil && !errors.Is(err, context.Canceled) {
			slog.ErrorContext(ctx, "cannot look for a new audit", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// Reload reads the newest audit, if it is another one than before.
func (s *Service) Reload(ctx context.Context) error {
	id, err := audits.NewestID(ctx, s.db, s.Site)
	if errors.Is(err, models.ErrNotFound) {
		s.newest.Store(nil)
		return nil
	}
	if known := s.newest.Load(); err != nil || known != nil && known.Audit.ID == id {
		return err
	}
	return s.read(ctx, id)
}

// read replaces what is known only by what is newer: a slow reader came too late.
func (s *Service) read(ctx context.Context, id uuid.UUID) error {
	a, err := audits.ByID(ctx, s.db, s.Site, id)
	if err != nil {
		return err
	}
	report, err := Read(a)
	if err != nil {
		return err
	}
	for {
		known := s.newest.Load()
		if known != nil && known.Audit.ID.String() >= id.String() || s.newest.CompareAndSwap(known, &Latest{a, report}) {
			return nil
		}
	}
}

// Interval is how long an audit counts as fresh, as a rule; a third time without
// one, and it is out of date.
func (s *Service) Interval() time.Duration {
	if s.Every > 0 {
		return s.Every
	}
	return 24 * time.Hour
}
