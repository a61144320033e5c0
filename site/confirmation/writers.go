package confirmation

import (
	"context"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
)

// state is what a draft was after somebody's change.
type state struct {
	by        uuid.UUID // uuid.Nil: the command line
	sentences map[[2]string]bool
}

type states []state

// statesOf are those of a draft, the oldest first, as far back as it can be undone.
func statesOf(ctx context.Context, db *models.DB, draft Draft) (states, error) {
	revisions, err := policies.Revisions(ctx, db, draft.ID)
	if err != nil {
		return nil, err
	}
	var all states
	for _, r := range revisions {
		d, err := policy.ParseCanonical(r.Document)
		if err != nil {
			return nil, err
		}
		all = append(all, stateOf(r.AuthorID, d))
	}
	return append(all, stateOf(draft.AuthorID, draft.Document)), nil
}

func stateOf(by *uuid.UUID, d policy.Document) state {
	s := state{sentences: map[[2]string]bool{}}
	if by != nil {
		s.by = *by
	}
	for _, reading := range d.Readings(claim.Evidence{}) {
		s.sentences[[2]string{reading.UID, reading.Says}] = true
	}
	return s
}

// writerOf returns who wrote the sentence where it stands: the author of the first state that has
// it, of those since which it was always there.
func (all states) writerOf(u policy.Unconfirmed) (uuid.UUID, bool) {
	at := [2]string{u.Block, u.Says}
	for i := len(all) - 1; i >= 0; i-- {
		switch {
		case i > 0 && (!all[i].sentences[at] || all[i-1].sentences[at]):
		case i > 0 || len(all) <= policies.MaxRevisions: // else what was before is forgotten
			return all[i].by, all[i].sentences[at]
		}
	}
	return uuid.Nil, false
}
