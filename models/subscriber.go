package models

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// PolicySubscriber is an address, in lower case, that asked for a mail whenever
// a policy changes. Until its owner confirms, it gets none.
type PolicySubscriber struct {
	ID          uuid.UUID
	SiteID      SiteID
	Email       string
	ConfirmedAt *time.Time
	CreatedAt   time.Time
}

// EnsureSubscriber returns the subscriber of that site and address, made from s
// if there is none. One that has yet to confirm has as long for it as a new one.
func (db *DB) EnsureSubscriber(ctx context.Context, s *PolicySubscriber) (PolicySubscriber, error) {
	address := clause.OnConflict{
		Columns:   []clause.Column{{Name: "site_id"}, {Name: "email"}},
		DoUpdates: clause.AssignmentColumns([]string{"created_at"}),
		Where:     clause.Where{Exprs: []clause.Expression{clause.Expr{SQL: "policy_subscribers.confirmed_at IS NULL"}}},
	}
	if err := gorm.G[PolicySubscriber](db.write, address).Create(ctx, s); err != nil {
		return PolicySubscriber{}, translateError(err)
	}
	found, err := gorm.G[PolicySubscriber](db.write).Where("site_id = ? AND email = ?", s.SiteID, s.Email).Take(ctx)
	return found, translateError(err)
}

// SubscriberByID finds a subscriber, confirmed or not.
func (db *DB) SubscriberByID(ctx context.Context, id uuid.UUID) (PolicySubscriber, error) {
	s, err := gorm.G[PolicySubscriber](db.read).Where("id = ?", id).Take(ctx)
	return s, translateError(err)
}

// SubscriptionsOfAddress are what an address subscribed to, on every site.
func (db *DB) SubscriptionsOfAddress(ctx context.Context, email string) ([]PolicySubscriber, error) {
	all, err := gorm.G[PolicySubscriber](db.read).Where("email = ?", email).Order("id").Find(ctx)
	return all, translateError(err)
}

// ConfirmSubscriber notes that the address's owner wants the mails; ErrConflict
// if that is noted already, or there is no such subscriber.
func (db *DB) ConfirmSubscriber(ctx context.Context, id uuid.UUID, now time.Time) error {
	return mustAffectOne(gorm.G[PolicySubscriber](db.write).Where("id = ? AND confirmed_at IS NULL", id).Update(ctx, "confirmed_at", now))
}

// DeleteSubscriber forgets a subscriber, if there is one.
func (db *DB) DeleteSubscriber(ctx context.Context, id uuid.UUID) error {
	_, err := gorm.G[PolicySubscriber](db.write).Where("id = ?", id).Delete(ctx)
	return translateError(err)
}

// Unsubscribe forgets an address on every site.
func (db *DB) Unsubscribe(ctx context.Context, email string) error {
	_, err := gorm.G[PolicySubscriber](db.write).Where("email = ?", email).Delete(ctx)
	return translateError(err)
}

// DeleteUnconfirmedSubscribers forgets who was asked before that time and never
// said yes: the address may be someone else's.
func (db *DB) DeleteUnconfirmedSubscribers(ctx context.Context, before time.Time) error {
	_, err := gorm.G[PolicySubscriber](db.write).Where("confirmed_at IS NULL AND created_at < ?", before).Delete(ctx)
	return translateError(err)
}
