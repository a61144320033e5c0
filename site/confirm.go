package site

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/wording"
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

// Confirm stores what somebody confirms of the draft that was read with the hash Read. Who wrote
// in the draft confirms nothing of it while there is another admin; alone, they say why.
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
	alone, err := l.mayConfirm(ctx, tx, policyID, draft, c)
	if err != nil {
		return nil, err
	}
	live, err := l.live(ctx, tx)
	if err != nil {
		return nil, err
	}
	_, open, err := l.basesOf(ctx, tx, policyID, draft.Document, live, l.Now())
	if err != nil {
		return nil, err
	}
	var rows []policies.Confirmation
	for _, sentence := range open {
		as, isNamed := c.As[sentence.Key]
		if !isNamed {
			continue
		}
		if !sentence.CanBe(as) {
			return nil, validation.Errors{"as." + sentence.Key: sentence.Reason()}
		}
		rows = append(rows, policies.Confirmation{
			PolicyID: policyID, Key: sentence.Key, Says: sentence.Says, As: as, By: policy.ByAdmin, UserID: &c.By,
			Alone: alone, Reason: c.Reason, ConfirmedAt: l.Now(),
		})
		if c.By == uuid.Nil {
			rows[len(rows)-1].By, rows[len(rows)-1].UserID = policy.ByOperator, nil
		}
	}
	if len(rows) == 0 {
		return nil, validation.Errors{"confirm": "Please choose at least one sentence to confirm."}
	}
	return rows, nil
}

// mayConfirm reports whether they are the only one who could, and says so where they may not.
func (l *Site) mayConfirm(ctx context.Context, tx *models.DB, policyID uuid.UUID, draft Draft, c Confirming) (alone bool, err error) {
	wrote := c.By == uuid.Nil || draft.AuthorID != nil && *draft.AuthorID == c.By
	editors, err := l.editors(ctx, tx, policyID)
	if err != nil {
		return false, err
	}
	writes := func(id uuid.UUID) bool {
		return slices.ContainsFunc(editors, func(e Editor) bool { return e.Wrote && e.UserID == id })
	}
	if !wrote && !writes(c.By) {
		return false, nil
	}
	admins, err := users.ActiveAdmins(ctx, tx)
	if err != nil {
		return false, err
	}
	canAsk := func(u users.User) bool {
		return u.ID != c.By && !writes(u.ID) && (draft.AuthorID == nil || *draft.AuthorID != u.ID)
	}
	if c.By != uuid.Nil && slices.ContainsFunc(admins, canAsk) {
		return false, validation.Errors{"confirm": "You wrote in this draft, so another admin has to confirm its sentences."}
	}
	return true, checkReason(c.Reason)
}

// maxReason is one line.
const maxReason = 200

func checkReason(reason string) error {
	switch {
	case !strings.ContainsFunc(reason, wording.IsWord):
		return validation.Errors{"reason": "Nobody else can look at these sentences, so please say in a line why they are right."}
	case !utf8.ValidString(reason) || strings.ContainsFunc(reason, wording.IsControl) || strings.Contains(reason, "\n"):
		return validation.Errors{"reason": "One line of plain text, please."}
	case utf8.RuneCountInString(reason) > maxReason:
		return validation.Errors{"reason": "Please keep it to 200 characters."}
	}
	return nil
}
