package site

import (
	"context"
	"slices"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/policy/weight"
	"github.com/prokken/prokken/validation"
)

// Proposal is how a draft is to be published: with its summary, its weight and its moment (nil: at
// once). An approval is one of the draft and of these, and ends when any of them changes.
type Proposal struct {
	Summary     string
	Materiality policies.Materiality
	EffectiveAt *time.Time
}

func (p Publication) proposal() Proposal { return Proposal{p.Summary, p.Materiality, p.EffectiveAt} }

func (p Proposal) equal(other Proposal) bool {
	sameTime := p.EffectiveAt == nil && other.EffectiveAt == nil ||
		p.EffectiveAt != nil && other.EffectiveAt != nil && p.EffectiveAt.Equal(*other.EffectiveAt)
	return p.Summary == other.Summary && p.Materiality == other.Materiality && sameTime
}

// of adds the proposal to what is stored of a draft. A weight that nobody knows is none yet.
func (p Proposal) of(row policies.Version) policies.Version {
	row.Summary, row.Materiality, row.EffectiveAt = p.Summary, p.Materiality, p.EffectiveAt
	if !weight.Materiality(p.Materiality).AtLeast(weight.Editorial) {
		row.Materiality = policies.Editorial
	}
	return row
}

// proposalOf is the one that was stored of a draft.
func proposalOf(row policies.Version) Proposal {
	return Proposal{row.Summary, row.Materiality, row.EffectiveAt}
}

// NeedsApproval reports whether a second person has to approve the draft: wherever the site is
// set so, and where checks are lost, if there is a second person.
func (l *Site) NeedsApproval(ctx context.Context, draft Draft, impact Impact) (bool, error) {
	return l.needsApproval(ctx, l.db, draft, impact)
}

func (l *Site) needsApproval(ctx context.Context, db *models.DB, draft Draft, impact Impact) (bool, error) {
	if l.RequireApproval || len(impact.Lost) == 0 {
		return l.RequireApproval, nil
	}
	return l.hasSecondPerson(ctx, db, draft)
}

// hasSecondPerson reports whether there is an admin who did not write in the draft. A customer's
// site has one owner.
func (l *Site) hasSecondPerson(ctx context.Context, db *models.DB, draft Draft) (bool, error) {
	if l.site.Kind != sites.OwnSite {
		return false, nil
	}
	admins, err := users.ActiveAdmins(ctx, db)
	if err != nil {
		return false, err
	}
	editors, err := editorsOf(ctx, db, draft.Basis.policyID)
	return slices.ContainsFunc(admins, func(u users.User) bool { return !draft.wroteIn(editors, u.ID) }), err
}

// checkApproval refuses to publish what a second person has to approve and did not, as it is now.
func (l *Site) checkApproval(ctx context.Context, tx *models.DB, one pending) error {
	draft := one.draft
	needed, err := l.needsApproval(ctx, tx, draft, one.impact)
	if err != nil || !needed {
		return err
	}
	switch {
	case draft.ApprovedBy == nil && l.RequireApproval:
		return validation.Errors{"approval": "A second person has to approve this draft first."}
	case draft.ApprovedBy == nil:
		return validation.Errors{
			"approval": "Less is checked than before, so a second person has to approve this draft first.",
		}
	case !draft.Proposed.equal(one.proposal()):
		return validation.Errors{"approval": "Another summary, weight or moment was approved than this. " +
			"Please undo the change, or ask for approval again."}
	}
	approver, err := users.ByID(ctx, tx, *draft.ApprovedBy)
	if err == nil && (approver.Role != users.Admin || approver.DisabledAt != nil) {
		return validation.Errors{"approval": "The person who approved this draft is no longer an admin. Please ask another one."}
	}
	return err
}
