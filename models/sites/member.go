package sites

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// Role is what a member may do on a site.
type Role string

// Owner is the one role that there is: a site has one owner, who may do everything.
const Owner Role = "owner"

// Membership says who may act on a site.
type Membership struct {
	SiteID    models.SiteID `gorm:"primaryKey"`
	UserID    uuid.UUID     `gorm:"primaryKey"`
	Role      Role
	CreatedAt time.Time
}

// AddMember gives a user the role on the site; ErrConflict if the site has an owner already.
func AddMember(ctx context.Context, db *models.DB, m Membership) error {
	return models.TranslateError(models.Table[Membership](db.Writer).Create(ctx, &m))
}

// RemoveMembers takes the site from all who have it.
func RemoveMembers(ctx context.Context, db *models.DB, site models.SiteID) error {
	_, err := models.Table[Membership](db.Writer).Where("site_id = ?", site).Delete(ctx)
	return models.TranslateError(err)
}

// OwnerOf returns the user who owns the site; ErrNotFound if nobody does.
func OwnerOf(ctx context.Context, db *models.DB, site models.SiteID) (uuid.UUID, error) {
	m, err := models.Table[Membership](db.Reader).Where("site_id = ? AND role = ?", site, Owner).Take(ctx)
	return m.UserID, models.TranslateError(err)
}

// ofMember chooses the sites of a user.
const ofMember = "id IN (SELECT site_id FROM memberships WHERE user_id = ?)"

// BySlugOf returns the site with that slug on which the user may act; ErrNotFound if there is none.
func BySlugOf(ctx context.Context, db *models.DB, user uuid.UUID, slug string) (Site, error) {
	s, err := models.Table[Site](db.Reader).Where("slug = ? AND "+ofMember, slug, user).Take(ctx)
	return s, models.TranslateError(err)
}

// ListOf returns the sites of a user, by their names.
func ListOf(ctx context.Context, db *models.DB, user uuid.UUID) ([]Site, error) {
	all, err := models.Table[Site](db.Reader).Where(ofMember, user).Order("address, id").Find(ctx)
	return all, models.TranslateError(err)
}

// CountOf returns how many sites of a user are in that state.
func CountOf(ctx context.Context, db *models.DB, user uuid.UUID, state State) (int64, error) {
	n, err := models.Table[Site](db.Reader).Where("state = ? AND "+ofMember, state, user).Count(ctx, "id")
	return n, models.TranslateError(err)
}

// OwnersAfter returns at most n users who own a site that is kept up, in the order of their ids,
// after that one.
func OwnersAfter(ctx context.Context, db *models.DB, after uuid.UUID, n int) ([]uuid.UUID, error) {
	var owners []uuid.UUID
	err := db.Reader.WithContext(ctx).Model(&Membership{}).Distinct("user_id").
		Where("user_id > ? AND site_id IN (SELECT id FROM sites WHERE state = ?)", after, Active).
		Order("user_id").Limit(n).Pluck("user_id", &owners).Error
	return owners, models.TranslateError(err)
}

// ActiveOf returns the sites of a user that are kept up, in the order in which they are paused where
// a plan has less room: those last that their owner chose to stay, and first those added last.
func ActiveOf(ctx context.Context, db *models.DB, user uuid.UUID) ([]Site, error) {
	all, err := models.Table[Site](db.Reader).Where("state = ? AND "+ofMember, Active, user).Order("preferred, created_at DESC, id DESC").Find(ctx)
	return all, models.TranslateError(err)
}
