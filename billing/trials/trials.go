// Package trials gives each person one free trial. Who had one is known by keyed hashes of
// the card and the address, which outlive the account for a year. Checkout asks it before
// it promises a trial, stripesync once the card is known. It never asks Stripe. Start
// reading at [Trials.HadOne].
package trials

import (
	"context"
	"slices"
	"strings"

	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/program"
)

// Keys makes keyed hashes: one with each secret that is in use, the current one first.
type Keys interface {
	Marks(purpose string, parts ...string) []string
}

// Trials knows who had a trial.
type Trials struct {
	db    *models.DB
	keys  Keys
	clock clock.Clock
}

// New makes [Trials]. Without keys nobody is known.
func New(db *models.DB, keys Keys, clock clock.Clock) *Trials { return &Trials{db, keys, clock} }

const purpose = "trial"

func (t *Trials) marks(kind, of string) []string {
	if t.keys == nil || of == "" {
		return nil
	}
	return t.keys.Marks(purpose, kind, of)
}

// addressOf is the address without what people put behind a plus sign.
func addressOf(email string) string {
	name, host, _ := strings.Cut(email, "@")
	name, _, _ = strings.Cut(name, "+")
	return name + "@" + host
}

// HadOne reports whether a user has had a plan, or somebody with their address a trial.
func (t *Trials) HadOne(ctx context.Context, user users.User) (bool, error) {
	had, err := payments.SubscriptionsOf(ctx, t.db, user.ID)
	if err != nil || len(had) > 0 {
		return len(had) > 0, err
	}
	return t.isMarked(ctx, t.marks("address", addressOf(user.Email)), nil)
}

// IsSecond reports whether the trial of a customer is a second one, because somebody else
// had one with the same card.
func (t *Trials) IsSecond(ctx context.Context, c payments.Customer, fingerprint string) (bool, error) {
	owners := t.marks("customer", c.ID.String())
	own, err := payments.OwnsTrialMark(ctx, t.db, owners)
	if err != nil || own {
		return false, err
	}
	return t.isMarked(ctx, t.marks("card", fingerprint), owners)
}

func (t *Trials) isMarked(ctx context.Context, marks, owners []string) (bool, error) {
	if len(marks) == 0 {
		return false, nil
	}
	found, err := payments.FindTrialMarks(ctx, t.db, marks, t.clock.Now().Add(-program.TrialMarksKept))
	return slices.ContainsFunc(found, func(m payments.TrialMark) bool { return !slices.Contains(owners, m.Owner) }), err
}

// Note remembers that a customer has a trial, which a card will pay.
func (t *Trials) Note(ctx context.Context, tx *models.DB, c payments.Customer, fingerprint string) error {
	user, err := users.ByID(ctx, tx, c.UserID)
	if err != nil || user.ErasedAt != nil || t.keys == nil {
		return err
	}
	owner := t.marks("customer", c.ID.String())[0]
	for _, marks := range [][]string{t.marks("address", addressOf(user.Email)), t.marks("card", fingerprint)} {
		if len(marks) == 0 {
			continue
		}
		mark := payments.TrialMark{Mark: marks[0], Owner: owner, CreatedAt: t.clock.Now()}
		if err := payments.PutTrialMark(ctx, tx, &mark); err != nil {
			return err
		}
	}
	return nil
}

// Forget deletes the marks whose time is over.
func (t *Trials) Forget(ctx context.Context) error {
	return payments.DeleteTrialMarks(ctx, t.db, t.clock.Now().Add(-program.TrialMarksKept))
}
