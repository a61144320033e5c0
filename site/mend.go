package site

import (
	"context"
	"errors"
	"reflect"
	"slices"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
)

// Mending takes the best edit for each sentence that is untrue with a policy's draft, in all policies.
// Read are the hashes of the drafts that were looked at, by their slugs.
type Mending struct {
	Slug string
	Read map[string]string
	By   uuid.UUID
}

// MendAll writes the edits into the drafts, all of them or none, and reports whether there were any: where
// the button was pressed twice, or somebody else was faster, nothing is left to mend. It returns
// models.ErrConflict where one of the drafts to mend is not the one that was looked at.
func (l *Site) MendAll(ctx context.Context, m Mending) (changed bool, err error) {
	edits, err := l.mending(ctx, m)
	if err == nil {
		_, err = l.EditAll(ctx, edits...)
	}
	if !errors.Is(err, models.ErrConflict) {
		return len(edits) > 0, err
	}
	left, leftErr := l.mending(ctx, m)
	if leftErr == nil && len(left) == 0 {
		return false, nil
	}
	return false, err
}

// mending returns the edits of the drafts that they change. Where there are any, all drafts have to be
// those that were looked at.
func (l *Site) mending(ctx context.Context, m Mending) ([]Edit, error) {
	draft, err := l.Draft(ctx, m.Slug)
	if err != nil {
		return nil, err
	}
	joint, err := l.Joint(ctx, draft)
	if err != nil {
		return nil, err
	}
	documents, err := l.mended(ctx, joint.Documents())
	if err != nil {
		return nil, err
	}
	var edits []Edit
	wasChanged := false
	for i, mended := range documents {
		draft := joint.Drafts[i]
		wasChanged = wasChanged || m.Read[mended.Slug] != draft.Read
		if !reflect.DeepEqual(mended, draft.Document) {
			edits = append(edits, Edit{Slug: mended.Slug, By: m.By, Read: draft.Read, Change: policy.ReplaceBy(mended)})
		}
	}
	if wasChanged && len(edits) > 0 {
		return nil, models.ErrConflict
	}
	return edits, nil
}

// maxMends bounds how many sentences are mended at once: each is looked for in what those before left.
const maxMends = 30

// mended returns the documents with the edits. It ends early with the context.
func (l *Site) mended(ctx context.Context, documents []policy.Document) ([]policy.Document, error) {
	documents = slices.Clone(documents)
	evidence := l.EvidenceWith(documents...) // edits are of words alone
	for range maxMends {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if !mendFirst(documents, l.Untrue(documents...), evidence) {
			break
		}
	}
	return documents, nil
}

// mendFirst mends the first of the sentences for which there is an edit; false if there is none.
func mendFirst(documents []policy.Document, untrue policy.FailedClaims, evidence claim.Evidence) bool {
	for _, f := range untrue {
		i := slices.IndexFunc(documents, func(d policy.Document) bool { return d.Slug == f.Slug })
		if i < 0 {
			continue
		}
		for _, mend := range documents[i].Mends(f.UID, f.Says, evidence) {
			if mended, err := policy.Mended(f.UID, f.Says, mend.Now, evidence)(documents[i]); err == nil {
				documents[i] = mended
				return true
			}
		}
	}
	return false
}
