package subscribers

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/prokken/prokken/models"
)

// Announcement is how far the telling of a version has come: the ids of
// the last subscriber and the last member that were told; "" for none. When the
// version is withdrawn, the same are told of that, backwards: then it is who is
// to be told next.
type Announcement struct {
	VersionID     uuid.UUID `gorm:"primaryKey"`
	SubscribersTo string
	MembersTo     string
	FinishedAt    *time.Time
	CreatedAt     time.Time
}

// TableName names the table of announcements for GORM.
func (Announcement) TableName() string { return "policy_announcements" }

// EnsureAnnouncement begins the telling of a version, or leaves it where it is.
func EnsureAnnouncement(ctx context.Context, db *models.DB, version uuid.UUID) error {
	return models.TranslateError(
		models.Table[Announcement](
			db.Writer,
			clause.OnConflict{DoNothing: true},
		).Create(ctx, &Announcement{VersionID: version}),
	)
}

// LockAnnouncement finds how far the telling has come, which nobody else moves
// until the transaction ends.
func LockAnnouncement(ctx context.Context, db *models.DB, version uuid.UUID) (Announcement, error) {
	a, err := models.Table[Announcement](
		db.Writer,
		clause.Locking{Strength: "UPDATE"},
	).Where(
		"version_id = ?",
		version,
	).Take(
		ctx,
	)
	return a, models.TranslateError(err)
}

// MoveAnnouncement notes how far the telling has come.
func MoveAnnouncement(ctx context.Context, db *models.DB, a Announcement) error {
	return models.MustAffectOne(models.Table[Announcement](db.Writer).Select("subscribers_to", "members_to", "finished_at").
		Where("version_id = ?", a.VersionID).Updates(ctx, a))
}

// UnfinishedAnnouncements are the versions of which the telling has an end yet to
// come: a withdrawn one until those who were told of it are told that, too.
func UnfinishedAnnouncements(ctx context.Context, db *models.DB) ([]uuid.UUID, error) {
	var versions []uuid.UUID
	err := db.Reader.WithContext(ctx).Model(&Announcement{}).
		Where(
			`finished_at IS NULL OR (subscribers_to <> '' OR members_to <> '') AND version_id IN (SELECT version_id FROM policy_withdrawals)`,
		).
		Order("created_at, version_id").Pluck("version_id", &versions).Error
	return versions, models.TranslateError(err)
}

// Recipient is someone who is told of a version. Subscriber is nil for a member
// who has not subscribed.
type Recipient struct {
	ID         uuid.UUID
	Email      string
	Subscriber *uuid.UUID
}

// Audience is whom a version concerns: the site's subscribers, and, if it is
// Material, members. Who came after its publication At is not told.
type Audience struct {
	SiteID   models.SiteID
	At       time.Time
	Material bool
}

// isMember is true of the accounts that are told: confirmed by then, open, and
// somebody's. Nobody has an address under .invalid (RFC 2606).
const isMember = "users.verified_at <= ? AND users.disabled_at IS NULL AND users.erased_at IS NULL AND users.email NOT LIKE '%.invalid'"

// MembersAfter are the next members to tell.
func MembersAfter(ctx context.Context, db *models.DB, a Audience, after string, limit int) ([]Recipient, error) {
	return recipients(members(ctx, db, a).Where("users.id > ?", cursor(after)).Order("users.id").Limit(limit))
}

// MembersFrom are members who were told, from that one on backwards.
func MembersFrom(ctx context.Context, db *models.DB, a Audience, from string, limit int) ([]Recipient, error) {
	return recipients(members(ctx, db, a).Where("users.id <= ?", cursor(from)).Order("users.id DESC").Limit(limit))
}

func members(ctx context.Context, db *models.DB, a Audience) *gorm.DB {
	return db.Reader.WithContext(ctx).Table("users").Select("users.id, users.email, s.id AS subscriber").
		Joins(
			"LEFT JOIN policy_subscribers AS s ON s.email = users.email AND s.site_id = ? AND s.confirmed_at IS NOT NULL",
			a.SiteID,
		).
		Where(isMember, a.At)
}

// SubscribersAfter are the next subscribers to tell. Who is told as a member is
// not among them.
func SubscribersAfter(ctx context.Context, db *models.DB, a Audience, after string, limit int) ([]Recipient, error) {
	return recipients(subscribers(ctx, db, a).Where("s.id > ?", cursor(after)).Order("s.id").Limit(limit))
}

// SubscribersFrom are subscribers who were told, from that one on backwards.
func SubscribersFrom(ctx context.Context, db *models.DB, a Audience, from string, limit int) ([]Recipient, error) {
	return recipients(subscribers(ctx, db, a).Where("s.id <= ?", cursor(from)).Order("s.id DESC").Limit(limit))
}

func subscribers(ctx context.Context, db *models.DB, a Audience) *gorm.DB {
	query := db.Writer.WithContext(ctx).Table("policy_subscribers AS s").Select("s.id, s.email, s.id AS subscriber").
		Where("s.site_id = ? AND s.confirmed_at <= ?", a.SiteID, a.At)
	if a.Material {
		query = query.Where("NOT EXISTS (SELECT 1 FROM users WHERE users.email = s.email AND "+isMember+")", a.At)
	}
	return query
}

func recipients(query *gorm.DB) ([]Recipient, error) {
	var found []Recipient
	err := query.Scan(&found).Error
	return found, models.TranslateError(err)
}

// cursor is an id as both databases compare it; "" is before all.
func cursor(id string) uuid.UUID {
	parsed, err := uuid.Parse(id)
	if err != nil {
		return uuid.Nil
	}
	return parsed
}
