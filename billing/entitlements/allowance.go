package entitlements

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
)

// Entitlement is something that grants limit.
type Entitlement string

// The entitlements: how many sites at a time, how many audits in a month (UTC).
const (
	Sites  Entitlement = "sites"
	Audits Entitlement = "audits_per_month"
)

// ErrLimit says that nothing is left of an entitlement.
var ErrLimit = errors.New("the limit of your plan is reached")

// Allowance is how much somebody may use, and how much they do.
type Allowance struct{ Limit, Used int64 }

// Left returns how many there are still; never less than none.
func (a Allowance) Left() int64 { return max(a.Limit-a.Used, 0) }

// Allowance answers whether a user may, and how often.
func (s *Ledger) Allowance(ctx context.Context, userID uuid.UUID, e Entitlement) (Allowance, error) {
	limits, err := s.limits(ctx, s.db, userID)
	if err != nil {
		return Allowance{}, err
	}
	used, err := payments.Used(ctx, s.db, userID, string(e), s.period(e))
	return Allowance{e.of(limits), used}, err
}

// Use uses up n of an entitlement, in the transaction of what it is used for;
// [ErrLimit] if that many are not left. Of many at once for the last one, one
// gets it.
func (s *Ledger) Use(ctx context.Context, tx *models.DB, userID uuid.UUID, e Entitlement, n int64) error {
	if n < 1 {
		return fmt.Errorf("cannot use %d of %s", n, e)
	}
	limits, err := s.limits(ctx, tx, userID)
	if err != nil {
		return err
	}
	err = payments.Use(
		ctx,
		tx,
		payments.Usage{UserID: userID, Entitlement: string(e), Period: s.period(e), Used: n},
		e.of(limits),
	)
	if errors.Is(err, models.ErrConflict) {
		return ErrLimit
	}
	return err
}

// GiveBack is for what is held at a time, or was not used after all.
func (s *Ledger) GiveBack(ctx context.Context, tx *models.DB, userID uuid.UUID, e Entitlement, n int64) error {
	if n < 1 {
		return fmt.Errorf("cannot give back %d of %s", n, e)
	}
	return payments.GiveBack(
		ctx,
		tx,
		payments.Usage{UserID: userID, Entitlement: string(e), Period: s.period(e), Used: n},
	)
}

// limits are all grants that hold now, together.
func (s *Ledger) limits(ctx context.Context, db *models.DB, userID uuid.UUID) (config.Limits, error) {
	grants, err := payments.GrantsOf(ctx, db, userID)
	var sum config.Limits
	for _, g := range grants {
		if g.Holds(s.clock.Now()) {
			sum = sum.Plus(config.Limits{Sites: g.Sites, AuditsPerMonth: g.AuditsPerMonth})
		}
	}
	return sum, err
}

func (e Entitlement) of(l config.Limits) int64 {
	switch e {
	case Sites:
		return l.Sites
	case Audits:
		return l.AuditsPerMonth
	}
	return 0
}

func (s *Ledger) period(e Entitlement) string {
	if e == Audits {
		return s.clock.Now().UTC().Format("2006-01")
	}
	return ""
}
