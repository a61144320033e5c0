package site

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/validation"
)

// Submit asks for review of the draft that was read with the hash p.Read, to be published as p
// says, and of those that go with it. What of that is still missing can be said later.
func (l *Site) Submit(ctx context.Context, p Publication, by uuid.UUID) error {
	return l.review(ctx, p, policies.Version{State: policies.InReview, SubmittedBy: &by})
}

// SendBack makes drafts in review ones to be worked on again.
func (l *Site) SendBack(ctx context.Context, p Publication) error {
	return l.review(ctx, p, policies.Version{State: policies.Draft})
}

// errOwnWork is what someone hears who wrote in the draft and would approve it.
var errOwnWork = validation.Errors{"approval": "Someone who did not write in this draft has to approve it."}

// Approve says that the draft that was read with the hash p.Read may be published, with the
// summary, the weight and the moment of p, and those that go with it. Nobody approves what they wrote
// in: that is refused where somebody has to approve it, and else, beside one that has to be approved, it
// goes along without an approval. Note is called in the same transaction; it may be nil.
func (l *Site) Approve(ctx context.Context, p Publication, by uuid.UUID) error {
	return l.db.Transaction(ctx, func(tx *models.DB) error {
		all, err := l.pending(ctx, tx, p)
		if err != nil {
			return err
		}
		if err := l.approveAll(ctx, tx, all, by); err != nil {
			return err
		}
		return noted(ctx, tx, p.Note, slugsOf(documentsOf(all)))
	})
}

func (l *Site) approveAll(ctx context.Context, tx *models.DB, all []pending, by uuid.UUID) error {
	required, err := l.requiringApproval(ctx, tx, all)
	if err != nil {
		return err
	}
	return each(all, func(i int) error {
		own, err := isOwnWork(ctx, tx, all[i], by)
		if err != nil {
			return err
		}
		if own && (required[i] || !slices.Contains(required, true)) {
			return errOwnWork
		}
		if err := l.mayApprove(all, i); err != nil {
			return err
		}
		as := policies.Version{State: policies.InReview, SubmittedBy: all[i].draft.SubmittedBy}
		if !own {
			as.ApprovedBy, as.ApprovedAt = &by, new(l.Now())
		}
		return policies.ReviewDraft(ctx, tx, all[i].policy.ID, all[i].Read, all[i].proposal().of(as))
	})
}

// requiringApproval reports of each draft whether somebody has to approve it.
func (l *Site) requiringApproval(ctx context.Context, tx *models.DB, all []pending) ([]bool, error) {
	required := make([]bool, len(all))
	return required, each(all, func(i int) (err error) {
		required[i], err = l.needsApproval(ctx, tx, all[i].draft, all[i].impact)
		return err
	})
}

func isOwnWork(ctx context.Context, tx *models.DB, one pending, by uuid.UUID) (bool, error) {
	editors, err := editorsOf(ctx, tx, one.policy.ID)
	return one.draft.wroteIn(editors, by), err
}

// mayApprove refuses what could not be published like that.
func (l *Site) mayApprove(all []pending, i int) error {
	now := l.Now()
	return l.checkProposal(all[i], l.EvidenceWith(documentsOf(all)...), now, l.momentOf(all[i].proposal(), now))
}

// wroteIn reports whether the user wrote in the draft.
func (d Draft) wroteIn(editors []Editor, user uuid.UUID) bool {
	wrote := slices.ContainsFunc(editors, func(e Editor) bool { return e.Wrote && e.UserID == user })
	return wrote || d.AuthorID != nil && *d.AuthorID == user
}

func (l *Site) review(ctx context.Context, p Publication, as policies.Version) error {
	return l.db.Transaction(ctx, func(tx *models.DB) error {
		all, err := l.pending(ctx, tx, p)
		if err != nil {
			return err
		}
		evidence := l.EvidenceWith(documentsOf(all)...)
		return each(all, func(i int) error {
			if all[i].Summary != "" {
				if err := checkSummary(all[i].draft.Document, all[i].Summary, evidence); err != nil {
					return err
				}
			}
			return policies.ReviewDraft(ctx, tx, all[i].policy.ID, all[i].Read, all[i].proposal().of(as))
		})
	})
}
