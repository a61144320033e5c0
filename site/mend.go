package site

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
)

// Mending takes the best edit for each sentence that is untrue with a policy's draft, in all policies.
// Read are the hashes of the drafts that were looked at, by their slugs.
type Mending struct {
	Slug string
	Read map[string]string
	By   uuid.UUID
}

// MendAll writes the edits into the drafts, all of them or none. It returns models.ErrConflict where
// one of the drafts is not the one that was looked at.
func (l *Site) MendAll(ctx context.Context, m Mending) error {
	draft, err := l.Draft(ctx, m.Slug)
	if err != nil {
		return err
	}
	joint, err := l.Joint(ctx, draft)
	if err != nil {
		return err
	}
	var edits []Edit
	for i, mended := range l.mended(joint.Documents()) {
		if m.Read[mended.Slug] != joint.Drafts[i].Read {
			return models.ErrConflict
		}
		edits = append(edits, Edit{Slug: mended.Slug, By: m.By, Read: joint.Drafts[i].Read, Change: policy.ReplaceBy(mended)})
	}
	_, err = l.EditAll(ctx, edits...)
	return err
}

// maxMends bounds how many sentences are mended at once: each is looked for in what those before left.
const maxMends = 100

// mended returns the documents with the edits.
func (l *Site) mended(documents []policy.Document) []policy.Document {
	documents = slices.Clone(documents)
	for range maxMends {
		if !l.mendNext(documents) {
			break
		}
	}
	return documents
}

// mendNext mends the first sentence for which there is an edit; false if there is none.
func (l *Site) mendNext(documents []policy.Document) bool {
	evidence := l.EvidenceWith(documents...)
	for _, f := range l.Untrue(documents...) {
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
