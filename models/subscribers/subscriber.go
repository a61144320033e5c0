// Package subscribers holds who is told of new versions of policies, and how far the
// telling has come. Start reading at [Subscriber] and [Announcement].
package subscribers

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"github.com/prokken/prokken/models"
)

// Subscriber is an address, in lower case, that asked for a mail whenever
// a policy changes. Until its owner confirms, it gets none.
type Subscriber struct {
	ID          uuid.UUID
	SiteID      models.SiteID
	Email       string
	ConfirmedAt *time.Time
	CreatedAt   time.Time
}

// TableName names the table of subscribers for GORM.
func (Subscriber) TableName() string { return "policy_subscribers" }

// Ensure returns the subscriber of that site and address, made from s
// if there is none. One that has yet to confirm has as long for it as a new one.
func Ensure(ctx context.Context, db *models.DB, s *Subscriber) (Subscriber, error) {
	address := clause.OnConflict{
		Columns:   []clause.Column{{Name: "site_id"}, {Name: "email"}},
		DoUpdates: clause.AssignmentColumns([]string{"created_at"}),
		Where:     clause.Where{Exprs: []clause.Expression{clause.Expr{SQL: "policy_subscribers.confirmed_at IS NULL"}}},
	}
	if err := models.Table[Subscriber](db.Writer, address).Create(ctx, s); err != nil {
		return Subscriber{}, models.TranslateError(err)
	}
	found, err := models.Table[Subscriber](db.Writer).Where("site_id = ? AND email = ?", s.SiteID, s.Email).Take(ctx)
	return found, models.TranslateError(err)
}

// ByID finds a subscriber, confirmed or not.
func ByID(ctx context.Context, db *models.DB, id uuid.UUID) (Subscriber, error) {
	s, err := models.Table[Subscriber](db.Reader).Where("id = ?", id).Take(ctx)
	return s, models.TranslateError(err)
}

// SubscriptionsOfAddress are what an address subscribed to, on every site.
func SubscriptionsOfAddress(ctx context.Context, db *models.DB, email string) ([]Subscriber, error) {
	all, err := models.Table[Subscriber](db.Reader).Where("email = ?", email).Order("id").Find(ctx)
	return all, models.TranslateError(err)
}

// Confirm notes that the address's owner wants the mails; ErrConflict
// if that is noted already, or there is no such subscriber.
func Confirm(ctx context.Context, db *models.DB, id uuid.UUID, now time.Time) error {
	return models.MustAffectOne(
		models.Table[Subscriber](db.Writer).Where("id = ? AND confirmed_at IS NULL", id).Update(ctx, "confirmed_at", now),
	)
}

// Delete forgets a subscriber, if there is one.
func Delete(ctx context.Context, db *models.DB, id uuid.UUID) error {
	_, err := models.Table[Subscriber](db.Writer).Where("id = ?", id).Delete(ctx)
	return models.TranslateError(err)
}

// Unsubscribe forgets an address on every site.
func Unsubscribe(ctx context.Context, db *models.DB, email string) error {
	_, err := models.Table[Subscriber](db.Writer).Where("email = ?", email).Delete(ctx)
	return models.TranslateError(err)
}

// DeleteUnconfirmed forgets who was asked before that time and never
// said yes: the address may be someone else's.
func DeleteUnconfirmed(ctx context.Context, db *models.DB, before time.Time) error {
	return models.DeleteInSteps(ctx, db, "policy_subscribers", "id", "confirmed_at IS NULL AND created_at < ?", before)
}
