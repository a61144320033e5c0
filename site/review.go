package site

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/validation"
)

// Editor is someone who has a policy's editor open or wrote in its draft.
type Editor struct {
	UserID uuid.UUID
	Email  string
	SeenAt time.Time
	Wrote  bool
}

// See notes that someone has the editor open, and returns all who do or wrote in
// the draft, the one seen last first.
func (l *Site) See(ctx context.Context, slug string, user uuid.UUID) ([]Editor, error) {
	p, err := policies.BySlug(ctx, l.db, l.site.ID, slug)
	if err != nil {
		return nil, err
	}
	if err := policies.SeeEditor(ctx, l.db, &policies.Editor{PolicyID: p.ID, UserID: user, SeenAt: l.Now()}); err != nil {
		return nil, err
	}
	return l.editors(ctx, l.db, p.ID)
}

func (l *Site) editors(ctx context.Context, db *models.DB, policyID uuid.UUID) ([]Editor, error) {
	rows, err := policies.EditorsOf(ctx, db, policyID)
	editors := make([]Editor, len(rows))
	for i, row := range rows {
		editors[i] = Editor{UserID: row.UserID, Email: row.User.Email, SeenAt: row.SeenAt, Wrote: row.WroteAt != nil}
	}
	return editors, err
}

// Submit asks for review of the draft that was read with the hash read.
func (l *Site) Submit(ctx context.Context, slug, read string, by uuid.UUID) error {
	return l.review(ctx, slug, read, policies.Version{State: policies.InReview, SubmittedBy: &by})
}

// SendBack makes a draft in review one to be worked on again.
func (l *Site) SendBack(ctx context.Context, slug, read string) error {
	return l.review(ctx, slug, read, policies.Version{State: policies.Draft})
}

// errOwnWork is what someone hears who wrote in the draft and would approve it.
var errOwnWork = validation.Errors{"approval": "Someone who did not write in this draft has to approve it."}

// Approve says that the draft that was read with the hash read may be published.
// Nobody approves what they wrote in. Note is called in the same transaction; it
// may be nil.
func (l *Site) Approve(
	ctx context.Context,
	slug, read string,
	by uuid.UUID,
	note func(context.Context, *models.DB) error,
) error {
	return l.db.Transaction(ctx, func(tx *models.DB) error {
		p, err := policies.BySlug(ctx, tx, l.site.ID, slug)
		if err != nil {
			return err
		}
		if err := policies.Lock(ctx, tx, p.ID); err != nil {
			return err
		}
		draft, err := l.draft(ctx, tx, slug)
		if err != nil {
			return err
		}
		editors, err := l.editors(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		wrote := slices.ContainsFunc(editors, func(e Editor) bool { return e.Wrote && e.UserID == by })
		if wrote || draft.AuthorID != nil && *draft.AuthorID == by {
			return errOwnWork
		}
		err = policies.ReviewDraft(ctx, tx, p.ID, read, policies.Version{
			State: policies.InReview, SubmittedBy: draft.SubmittedBy, ApprovedBy: &by, ApprovedAt: new(l.Now()),
		})
		if err != nil {
			return err
		}
		return noted(ctx, tx, note)
	})
}

func (l *Site) review(ctx context.Context, slug, read string, as policies.Version) error {
	p, err := policies.BySlug(ctx, l.db, l.site.ID, slug)
	if err != nil {
		return err
	}
	return policies.ReviewDraft(ctx, l.db, p.ID, read, as)
}
