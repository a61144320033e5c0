package site

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/validation"
)

// Confirming is what somebody confirms of the sentences of a draft.
type Confirming struct {
	Slug, Read string            // which draft
	By         uuid.UUID         // the zero value is the operator, at the command line
	As         map[string]string // by the keys of [policy.Unconfirmed]
	Reason     string            // of who wrote in the draft and has nobody else to ask
	Note       func(ctx context.Context, tx *models.DB) error
}

// Bases returns what each sentence of the document rests on, and which of them nobody has
// confirmed yet, were it published now.
func (l *Site) Bases(ctx context.Context, d policy.Document) ([]policy.SentenceBasis, policy.UnconfirmedSentences, error) {
	p, err := policies.BySlug(ctx, l.db, l.site.ID, d.Slug)
	if err != nil {
		return nil, nil, err
	}
	return l.basesOf(ctx, l.db, p.ID, d, l.Snapshot().published, l.Now())
}

// basesOf reads the document as it will be among the others at the moment.
func (l *Site) basesOf(
	ctx context.Context, db *models.DB, policyID uuid.UUID, d policy.Document, live []*Version, at time.Time,
) ([]policy.SentenceBasis, policy.UnconfirmedSentences, error) {
	confirmed, err := l.confirmations(ctx, db, policyID)
	if err != nil {
		return nil, nil, err
	}
	evidence := l.choose(withCandidate(live, d, at), at).Evidence()
	evidence.Integrations = l.Integrations
	bases, open := d.Bases(evidence, confirmed)
	return bases, open, nil
}

func (l *Site) confirmations(ctx context.Context, db *models.DB, policyID uuid.UUID) (policy.Confirmations, error) {
	rows, err := policies.ConfirmationsOf(ctx, db, policyID)
	confirmed := policy.Confirmations{}
	for _, row := range rows {
		confirmed[row.Key] = policy.Confirmation{
			Key: row.Key, As: row.As, By: row.By, Alone: row.Alone, Reason: row.Reason,
			At: row.ConfirmedAt.UTC().Format(time.RFC3339),
		}
	}
	return confirmed, err
}

// Confirm stores what somebody confirms of the draft that was read with the hash Read. Nobody
// confirms what they wrote while there is another admin; alone, they say why.
func (l *Site) Confirm(ctx context.Context, c Confirming) error {
	c.Reason = strings.TrimSpace(c.Reason)
	return l.db.Transaction(ctx, func(tx *models.DB) error {
		p, err := policies.BySlug(ctx, tx, l.site.ID, c.Slug)
		if err != nil {
			return err
		}
		if err := policies.Lock(ctx, tx, p.ID); err != nil {
			return err
		}
		draft, err := l.draft(ctx, tx, c.Slug)
		if err != nil {
			return err
		}
		if draft.Read != c.Read {
			return models.ErrConflict
		}
		rows, err := l.confirmed(ctx, tx, p.ID, draft, c)
		if err != nil {
			return err
		}
		if err := policies.SaveConfirmations(ctx, tx, rows); err != nil {
			return err
		}
		return noted(ctx, tx, c.Note)
	})
}

// confirmed returns the rows of what is confirmed, and what is wrong with it.
func (l *Site) confirmed(
	ctx context.Context, tx *models.DB, policyID uuid.UUID, draft Draft, c Confirming,
) ([]policies.Confirmation, error) {
	live, err := l.live(ctx, tx)
	if err != nil {
		return nil, err
	}
	_, open, err := l.basesOf(ctx, tx, policyID, draft.Document, live, l.Now())
	if err != nil {
		return nil, err
	}
	open = slices.DeleteFunc(open, func(u policy.Unconfirmed) bool { return c.As[u.Key] == "" })
	if len(open) == 0 {
		return nil, validation.Errors{"confirm": "Please choose at least one sentence to confirm."}
	}
	alone, own, err := l.writtenBy(ctx, tx, draft, open, c.By)
	if err != nil {
		return nil, err
	}
	return l.rowsOf(policyID, open, own, alone, c)
}

// noReason is what somebody reads who confirms alone and does not say why.
const noReason = "Nobody else can look at these sentences, so please say in a line why they are right."

// rowsOf makes a row of each of the sentences.
func (l *Site) rowsOf(
	policyID uuid.UUID, open policy.UnconfirmedSentences, own map[string]bool, alone bool, c Confirming,
) ([]policies.Confirmation, error) {
	var rows []policies.Confirmation
	for _, u := range open {
		row := policies.Confirmation{
			PolicyID: policyID, Key: u.Key, Says: u.Says, As: c.As[u.Key], By: policy.ByAdmin, UserID: author(c.By),
			Alone: own[u.Key] && alone, ConfirmedAt: l.Now(),
		}
		if c.By == uuid.Nil {
			row.By, row.Alone = policy.ByOperator, true
		}
		switch {
		case !u.CanBe(row.As):
			return nil, validation.Errors{"as." + u.Key: u.Reason()}
		case own[u.Key] && !alone && c.By != uuid.Nil:
			return nil, validation.Errors{"confirm": "You wrote one of these, so another admin has to confirm it."}
		case row.Alone:
			if err := checkLine("reason", c.Reason, noReason); err != nil {
				return nil, err
			}
			row.Reason = c.Reason // another's word needs none
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// Own returns which of the sentences the person wrote, and whether there is no other admin who
// could confirm them.
func (l *Site) Own(
	ctx context.Context, draft Draft, open policy.UnconfirmedSentences, by uuid.UUID,
) (alone bool, own map[string]bool, err error) {
	return l.writtenBy(ctx, l.db, draft, open, by)
}

// writtenBy: what nobody can be told to have written, everybody wrote who may have.
func (l *Site) writtenBy(
	ctx context.Context, db *models.DB, draft Draft, open policy.UnconfirmedSentences, by uuid.UUID,
) (alone bool, own map[string]bool, err error) {
	admins, err := users.ActiveAdmins(ctx, db)
	if err != nil {
		return false, nil, err
	}
	states, err := l.statesOf(ctx, db, draft)
	if err != nil {
		return false, nil, err
	}
	own = map[string]bool{}
	for _, u := range open {
		writer, isKnown := states.writerOf(u)
		own[u.Key] = !isKnown || writer == by
	}
	isOther := func(u users.User) bool { return u.ID != by }
	return !slices.ContainsFunc(admins, isOther), own, nil
}
