package site

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/validation"
)

// Submit asks for review of the draft that was read with the hash p.Read, to be published as p
// says. What of that is still missing can be said later.
func (l *Site) Submit(ctx context.Context, p Publication, by uuid.UUID) error {
	return l.review(ctx, p, policies.Version{State: policies.InReview, SubmittedBy: &by})
}

// SendBack makes a draft in review one to be worked on again.
func (l *Site) SendBack(ctx context.Context, p Publication) error {
	return l.review(ctx, p, policies.Version{State: policies.Draft})
}

// errOwnWork is what someone hears who wrote in the draft and would approve it.
var errOwnWork = validation.Errors{"approval": "Someone who did not write in this draft has to approve it."}

// Approve says that the draft that was read with the hash p.Read may be published, with the
// summary, the weight and the moment of p. Nobody approves what they wrote in. Note is called in
// the same transaction; it may be nil.
func (l *Site) Approve(ctx context.Context, p Publication, by uuid.UUID) error {
	p.Summary = strings.TrimSpace(p.Summary)
	return l.db.Transaction(ctx, func(tx *models.DB) error {
		of, err := policies.BySlug(ctx, tx, l.site.ID, p.Slug)
		if err != nil {
			return err
		}
		if err := policies.Lock(ctx, tx, of.ID); err != nil {
			return err
		}
		draft, err := l.draft(ctx, tx, p.Slug)
		if err != nil {
			return err
		}
		if err := l.mayApprove(ctx, tx, draft, p, by); err != nil {
			return err
		}
		err = policies.ReviewDraft(ctx, tx, of.ID, p.Read, p.proposal().of(policies.Version{
			State: policies.InReview, SubmittedBy: draft.SubmittedBy, ApprovedBy: &by, ApprovedAt: new(l.Now()),
		}))
		if err != nil {
			return err
		}
		return noted(ctx, tx, p.Note)
	})
}

// mayApprove refuses one's own work, and what could not be published like that.
func (l *Site) mayApprove(ctx context.Context, tx *models.DB, draft Draft, p Publication, by uuid.UUID) error {
	editors, err := editorsOf(ctx, tx, draft.Basis.policyID)
	if err != nil {
		return err
	}
	if draft.wroteIn(editors, by) {
		return errOwnWork
	}
	now := l.Now()
	return l.checkProposal(draft, l.Impact(draft), p.proposal(), now, l.momentOf(p.proposal(), now))
}

// wroteIn reports whether the user wrote in the draft.
func (d Draft) wroteIn(editors []Editor, user uuid.UUID) bool {
	wrote := slices.ContainsFunc(editors, func(e Editor) bool { return e.Wrote && e.UserID == user })
	return wrote || d.AuthorID != nil && *d.AuthorID == user
}

func (l *Site) review(ctx context.Context, p Publication, as policies.Version) error {
	of, err := policies.BySlug(ctx, l.db, l.site.ID, p.Slug)
	if err != nil {
		return err
	}
	p.Summary = strings.TrimSpace(p.Summary)
	if p.Summary != "" {
		draft, err := l.draft(ctx, l.db, p.Slug)
		if err == nil {
			err = l.checkSummary(draft.Document, p.Summary)
		}
		if err != nil {
			return err
		}
	}
	return policies.ReviewDraft(ctx, l.db, of.ID, p.Read, p.proposal().of(as))
}
