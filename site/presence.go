package site

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
)

// Presence knows who works on the drafts of one site.
type Presence struct {
	db    *models.DB
	site  models.SiteID
	clock clock.Clock
}

// Editor is someone who has a policy's editor open or wrote in its draft.
type Editor struct {
	UserID uuid.UUID
	Email  string
	SeenAt time.Time
	Wrote  bool
}

// See notes that someone has the editor open, and returns all who do or wrote in
// the draft, the one seen last first.
func (p *Presence) See(ctx context.Context, slug string, user uuid.UUID) ([]Editor, error) {
	of, err := policies.BySlug(ctx, p.db, p.site, slug)
	if err != nil {
		return nil, err
	}
	if err := policies.SeeEditor(ctx, p.db, &policies.Editor{PolicyID: of.ID, UserID: user, SeenAt: clock.Or(p.clock).Now()}); err != nil {
		return nil, err
	}
	return editorsOf(ctx, p.db, of.ID)
}

// Present does what See does, and notes nothing.
func (p *Presence) Present(ctx context.Context, slug string) ([]Editor, error) {
	of, err := policies.BySlug(ctx, p.db, p.site, slug)
	if err != nil {
		return nil, err
	}
	return editorsOf(ctx, p.db, of.ID)
}

func editorsOf(ctx context.Context, db *models.DB, policyID uuid.UUID) ([]Editor, error) {
	rows, err := policies.EditorsOf(ctx, db, policyID)
	editors := make([]Editor, len(rows))
	for i, row := range rows {
		editors[i] = Editor{UserID: row.UserID, Email: row.User.Email, SeenAt: row.SeenAt, Wrote: row.WroteAt != nil}
	}
	return editors, err
}

// Editing are the addresses of those, but for the one who asks, who had the
// policy's editor open lately.
func (p *Presence) Editing(ctx context.Context, slug string, lately time.Duration, but uuid.UUID) ([]string, error) {
	of, err := policies.BySlug(ctx, p.db, p.site, slug)
	if err != nil {
		return nil, err
	}
	editors, err := editorsOf(ctx, p.db, of.ID)
	var there []string
	for _, e := range editors {
		if e.UserID != but && clock.Or(p.clock).Now().Sub(e.SeenAt) < lately {
			there = append(there, e.Email)
		}
	}
	return there, err
}

// wrote notes that someone wrote in the draft; the command line is nobody.
func wrote(ctx context.Context, tx *models.DB, policyID, by uuid.UUID, now time.Time) error {
	if by == uuid.Nil {
		return nil
	}
	return policies.SeeEditor(ctx, tx, &policies.Editor{PolicyID: policyID, UserID: by, SeenAt: now, WroteAt: &now})
}
