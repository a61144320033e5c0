package entitlements

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/validation"
)

// Gift is what an admin gives away: what a plan gives, until then. The same ID is
// given once.
type Gift struct {
	ID      uuid.UUID
	UserID  uuid.UUID
	ItemID  string
	Until   *time.Time // nil: without an end
	Reason  string
	GivenBy uuid.UUID
}

// Give stores a gift, in the transaction of its entry in the activity log, and
// reports whether it is a new one.
func (s *Ledger) Give(ctx context.Context, tx *models.DB, g Gift) (bool, error) {
	reason := strings.TrimSpace(g.Reason)
	switch {
	case reason == "":
		return false, validation.Errors{"reason": "Please say why."}
	case !s.catalog.IsSold(g.ItemID):
		return false, validation.Errors{"plan": "Please choose what to give."}
	case g.Until != nil && !g.Until.After(s.clock.Now()):
		return false, validation.Errors{"until": "Please choose a day in the future."}
	}
	if g.ID == uuid.Nil {
		g.ID = models.NewID()
	}
	limits := s.catalog.LimitsOf(g.ItemID)
	return payments.PutGift(ctx, tx, &payments.Grant{
		ID: g.ID, UserID: g.UserID, Source: payments.Gift, SourceID: g.ID.String(), ItemID: g.ItemID,
		Sites: limits.Sites, AuditsPerMonth: limits.AuditsPerMonth,
		StartsAt: s.clock.Now(), EndsAt: g.Until, Reason: reason, GivenBy: &g.GivenBy,
	})
}

// TakeBack ends a gift, in the transaction of its entry in the activity log.
func (s *Ledger) TakeBack(ctx context.Context, tx *models.DB, userID, id uuid.UUID) error {
	return payments.EndGift(ctx, tx, userID, id, s.clock.Now())
}

// Gifts returns the gifts of a user that hold now, newest first.
func (s *Ledger) Gifts(ctx context.Context, userID uuid.UUID) ([]payments.Grant, error) {
	all, err := payments.GrantsOf(ctx, s.db, userID)
	var gifts []payments.Grant
	for _, g := range all {
		if g.Source == payments.Gift && g.Holds(s.clock.Now()) {
			gifts = append(gifts, g)
		}
	}
	return gifts, err
}
