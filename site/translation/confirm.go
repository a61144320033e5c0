package translation

import (
	"context"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site/confirmation"
	"github.com/prokken/prokken/validation"
)

// Confirming is what somebody confirms of the sentences of a translation: that they say what the
// original says.
type Confirming struct {
	Slug, Language, Read string // which draft
	By                   uuid.UUID
	Keys                 []string // of [policy.UnconfirmedTranslation]
	Reason               string   // of who saved the words and has nobody else to ask
	Note                 func(ctx context.Context, tx *models.DB) error
}

// Confirm stores what somebody confirms of the draft that was read with the hash Read. Whoever
// saved its words last, all of them before their eyes, confirms none while there is another admin;
// alone, they say why.
func (l *Translations) Confirm(ctx context.Context, c Confirming) error {
	c.Reason = strings.TrimSpace(c.Reason)
	return l.DB.Transaction(ctx, func(tx *models.DB) error {
		live, found := l.Site.Translatable(c.Slug)
		if !found {
			return models.ErrNotFound
		}
		if err := policies.Lock(ctx, tx, live.InEffect.PolicyID); err != nil {
			return err
		}
		draft, err := l.draft(ctx, tx, c.Slug, c.Language, 0)
		if err != nil {
			return err
		}
		if !draft.Saved || draft.Read != c.Read {
			return models.ErrConflict
		}
		if draft, err = l.withBases(ctx, tx, draft); err != nil {
			return err
		}
		rows, err := l.confirmed(ctx, tx, draft, c)
		if err != nil {
			return err
		}
		if err := policies.SaveConfirmations(ctx, tx, rows); err != nil {
			return err
		}
		return c.Note(ctx, tx)
	})
}

// confirmed returns the rows of what is confirmed, and what is wrong with it.
func (l *Translations) confirmed(
	ctx context.Context, tx *models.DB, draft Draft, c Confirming,
) ([]policies.Confirmation, error) {
	chosen := slices.DeleteFunc(slices.Clone(draft.Unconfirmed), func(u policy.UnconfirmedTranslation) bool {
		return !slices.Contains(c.Keys, u.Key)
	})
	if len(chosen) == 0 {
		return nil, validation.Errors{"confirm": "Please choose at least one sentence to confirm."}
	}
	alone, err := l.mayConfirm(ctx, tx, draft, c)
	if err != nil {
		return nil, err
	}
	var rows []policies.Confirmation
	for _, u := range chosen {
		row := policies.Confirmation{
			PolicyID: draft.Policy.PolicyID, Key: u.Key, Says: u.Says, As: policy.Translated, By: l.confirmedBy(),
			UserID: policies.Author(c.By), Alone: alone, ConfirmedAt: clock.Or(l.Clock).Now(),
		}
		if alone {
			row.Reason = c.Reason // another's word needs none
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// mayConfirm reports whether the person confirms their own words since there is nobody else, or
// why they may not.
func (l *Translations) mayConfirm(
	ctx context.Context, tx *models.DB, draft Draft, c Confirming,
) (alone bool, err error) {
	if !draft.IsBy(c.By) {
		return false, nil
	}
	if alone, err = l.isAlone(ctx, tx, c.By); err != nil {
		return alone, err
	}
	if !alone {
		return false, validation.Errors{
			"confirm": "You saved these words last, so another admin has to confirm them.",
		}
	}
	return true, confirmation.CheckReason(draft.Policy.Document, c.Reason, l.Site.EvidenceFor(draft.Policy))
}

// confirmedBy returns as whom a person confirms.
func (l *Translations) confirmedBy() string {
	if l.Single {
		return policy.ByOwner
	}
	return policy.ByAdmin
}

// IsAlone reports whether there is nobody else who could confirm what the person saved.
func (l *Translations) IsAlone(ctx context.Context, by uuid.UUID) (bool, error) {
	return l.isAlone(ctx, l.DB, by)
}

func (l *Translations) isAlone(ctx context.Context, db *models.DB, by uuid.UUID) (bool, error) {
	if l.Single {
		return true, nil
	}
	return confirmation.IsAlone(ctx, db, by)
}
