// Package confirmation holds what people confirm of sentences that the grammar cannot read:
// what each sentence of a draft rests on, who may confirm which, and the confirmations
// themselves. [Confirmations] is bound to one site, which makes it; publication calls it for the
// bases of a version, handlers and commands through the site. It knows drafts and evidence by
// [Drafts] alone. Start reading at [Confirmations].
package confirmation

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/wording"
	"github.com/prokken/prokken/validation"
)

// Confirmations are those of the sentences of one site's policies.
type Confirmations struct {
	DB     *models.DB
	Site   models.SiteID
	Clock  clock.Clock // nil: the machine's
	Drafts Drafts
	Single bool // the site has one owner, beside whom nobody confirms
}

// Drafts is the site, as far as confirming needs it.
type Drafts interface {
	// DraftToConfirm returns a policy's draft as db sees it.
	DraftToConfirm(ctx context.Context, db *models.DB, slug string) (Draft, error)
	// EvidenceWith returns what would be true were the documents published now, together.
	EvidenceWith(documents ...policy.Document) claim.Evidence
}

// Draft is a draft whose sentences are confirmed. Read is the hash of what is read here.
type Draft struct {
	ID       uuid.UUID
	Read     string
	AuthorID *uuid.UUID
	Document policy.Document
}

// Confirming is what somebody confirms of the sentences of a draft.
type Confirming struct {
	Slug, Read string            // which draft
	With       []Companion       // which others are published with it, whose sentences are confirmed, too
	By         uuid.UUID         // the zero value is the operator, at the command line
	As         map[string]string // by the keys of [policy.Unconfirmed]
	Reason     string            // of who wrote in the draft and has nobody else to ask
	// Note is called in the same transaction with the policies of which something is confirmed; it may
	// be nil.
	Note func(ctx context.Context, tx *models.DB, slugs []string) error
}

// Companion is the draft of another policy, as it was read.
type Companion struct{ Slug, Read string }

// Bases returns what each sentence of the document rests on, and which of them nobody has
// confirmed yet, were it published now, together with the others.
func (l *Confirmations) Bases(
	ctx context.Context,
	d policy.Document,
	with ...policy.Document,
) ([]policy.SentenceBasis, policy.UnconfirmedSentences, error) {
	p, err := policies.BySlug(ctx, l.DB, l.Site, d.Slug)
	if err != nil {
		return nil, nil, err
	}
	return BasesWith(ctx, l.DB, p.ID, d, l.Drafts.EvidenceWith(append([]policy.Document{d}, with...)...))
}

// BasesWith returns what each sentence of the policy's document rests on where the evidence is
// what is true, and which of them nobody has confirmed yet.
func BasesWith(
	ctx context.Context, db *models.DB, policyID uuid.UUID, d policy.Document, evidence claim.Evidence,
) ([]policy.SentenceBasis, policy.UnconfirmedSentences, error) {
	confirmed, err := Of(ctx, db, policyID)
	if err != nil {
		return nil, nil, err
	}
	bases, open := d.Bases(evidence, confirmed)
	return bases, open, nil
}

// Of returns all that was confirmed of a policy and its translations.
func Of(ctx context.Context, db *models.DB, policyID uuid.UUID) (policy.Confirmations, error) {
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

// Confirm stores what somebody confirms of the draft that was read with the hash Read, and of those
// that go with it. Nobody confirms what they wrote while there is another admin; alone, they say why.
func (l *Confirmations) Confirm(ctx context.Context, c Confirming) error {
	c.Reason = strings.TrimSpace(c.Reason)
	return l.DB.Transaction(ctx, func(tx *models.DB) error {
		drafts, policyIDs, err := l.locked(ctx, tx, c)
		if err != nil {
			return err
		}
		rows, slugs, err := l.confirmed(ctx, tx, policyIDs, drafts, c)
		if err != nil {
			return err
		}
		if err := policies.SaveConfirmations(ctx, tx, rows); err != nil {
			return err
		}
		if c.Note == nil {
			return nil
		}
		return c.Note(ctx, tx, slugs)
	})
}

// locked locks the drafts and reads them; models.ErrConflict if one is not as it was read.
func (l *Confirmations) locked(ctx context.Context, tx *models.DB, c Confirming) ([]Draft, []uuid.UUID, error) {
	all := append([]Companion{{c.Slug, c.Read}}, c.With...)
	slugs := make([]string, len(all))
	for i, one := range all {
		slugs[i] = one.Slug
	}
	locked, err := policies.LockAll(ctx, tx, l.Site, slugs...)
	if err != nil {
		return nil, nil, err
	}
	var drafts []Draft
	var policyIDs []uuid.UUID
	for _, one := range all {
		draft, err := l.Drafts.DraftToConfirm(ctx, tx, one.Slug)
		if err == nil && draft.Read != one.Read {
			err = models.ErrConflict
		}
		if err != nil {
			return nil, nil, err
		}
		drafts, policyIDs = append(drafts, draft), append(policyIDs, locked[one.Slug].ID)
	}
	return drafts, policyIDs, nil
}

// confirmed returns the rows of what is confirmed, and of which policies, and what is wrong with it.
func (l *Confirmations) confirmed(
	ctx context.Context, tx *models.DB, policyIDs []uuid.UUID, drafts []Draft, c Confirming,
) (all []policies.Confirmation, slugs []string, err error) {
	documents := make([]policy.Document, len(drafts))
	for i, draft := range drafts {
		documents[i] = draft.Document
	}
	evidence := l.Drafts.EvidenceWith(documents...)
	for i, draft := range drafts {
		rows, err := l.confirmedOf(ctx, tx, policyIDs[i], draft, evidence, c)
		if err != nil {
			return nil, nil, err
		}
		if len(rows) > 0 {
			all, slugs = append(all, rows...), append(slugs, draft.Document.Slug)
		}
	}
	if len(all) == 0 {
		err = validation.Errors{"confirm": "Please choose at least one sentence to confirm."}
	}
	return all, slugs, err
}

func (l *Confirmations) confirmedOf(
	ctx context.Context, tx *models.DB, policyID uuid.UUID, draft Draft, evidence claim.Evidence, c Confirming,
) ([]policies.Confirmation, error) {
	_, open, err := BasesWith(ctx, tx, policyID, draft.Document, evidence)
	if err != nil {
		return nil, err
	}
	open = slices.DeleteFunc(open, func(u policy.Unconfirmed) bool { return c.As[u.Key] == "" })
	if len(open) == 0 {
		return nil, nil
	}
	alone, own, err := l.writtenBy(ctx, tx, draft, open, c.By)
	if err != nil {
		return nil, err
	}
	rows := l.rowsOf(policyID, open, own, alone, c)
	for i, row := range rows {
		if err := l.check(row, open[i], own, alone, c); err != nil {
			return nil, err
		}
		if row.Alone {
			if err := CheckReason(draft.Document, c.Reason, evidence); err != nil {
				return nil, err
			}
		}
	}
	return rows, nil
}

// noReason is what somebody reads who confirms alone and does not say why.
const noReason = "Nobody else can review these sentences, so please say in one line why they are right."

// rowsOf makes a row of each of the sentences. Another's word needs no reason.
func (l *Confirmations) rowsOf(
	policyID uuid.UUID, open policy.UnconfirmedSentences, own map[string]bool, alone bool, c Confirming,
) []policies.Confirmation {
	var rows []policies.Confirmation
	for _, u := range open {
		row := policies.Confirmation{
			PolicyID: policyID, Key: u.Key, Says: u.Says, As: c.As[u.Key], By: policy.ByAdmin, UserID: policies.Author(c.By),
			Alone: own[u.Key] && alone, ConfirmedAt: clock.Or(l.Clock).Now(),
		}
		if c.By == uuid.Nil {
			row.By, row.Alone = policy.ByOperator, true
		} else if l.Single {
			row.By = policy.ByOwner
		}
		if row.Alone {
			row.Reason = c.Reason
		}
		rows = append(rows, row)
	}
	return rows
}

// check refuses what the sentence cannot be confirmed as, and the word of who wrote it while somebody
// else could give theirs.
func (l *Confirmations) check(
	row policies.Confirmation, u policy.Unconfirmed, own map[string]bool, alone bool, c Confirming,
) error {
	switch {
	case !u.CanBe(row.As):
		return validation.Errors{"as." + u.Key: u.Reason()}
	case own[u.Key] && !alone && c.By != uuid.Nil:
		return validation.Errors{"confirm": "You wrote one of these, so another admin has to confirm it."}
	}
	return nil
}

// CheckReason refuses a line that will not do, and one that the grammar reads as false of the
// document: the page prints it.
func CheckReason(d policy.Document, reason string, evidence claim.Evidence) error {
	if err := wording.CheckLine("reason", reason, noReason); err != nil {
		return err
	}
	if because := d.UntrueOf(reason, evidence); because != "" {
		return validation.Errors{"reason": "This is not true: " + because}
	}
	return nil
}

// Own returns which of the sentences the person wrote, and whether there is no other admin who
// could confirm them.
func (l *Confirmations) Own(
	ctx context.Context, draft Draft, open policy.UnconfirmedSentences, by uuid.UUID,
) (alone bool, own map[string]bool, err error) {
	return l.writtenBy(ctx, l.DB, draft, open, by)
}

// writtenBy: what nobody can be told to have written, everybody wrote who may have.
func (l *Confirmations) writtenBy(
	ctx context.Context, db *models.DB, draft Draft, open policy.UnconfirmedSentences, by uuid.UUID,
) (alone bool, own map[string]bool, err error) {
	if alone = l.Single; !alone {
		alone, err = IsAlone(ctx, db, by)
	}
	if err != nil {
		return false, nil, err
	}
	states, err := statesOf(ctx, db, draft)
	if err != nil {
		return false, nil, err
	}
	own = map[string]bool{}
	for _, u := range open {
		writer, isKnown := states.writerOf(u)
		own[u.Key] = !isKnown || writer == by
	}
	return alone, own, nil
}

// IsAlone reports whether there is no other admin who could confirm what the person wrote.
func IsAlone(ctx context.Context, db *models.DB, by uuid.UUID) (bool, error) {
	admins, err := users.ActiveAdmins(ctx, db)
	return !slices.ContainsFunc(admins, func(u users.User) bool { return u.ID != by }), err
}
