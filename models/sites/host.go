package sites

import (
	"context"
	"time"

	"github.com/prokken/prokken/models"
)

// Method is how somebody showed that a host is theirs.
type Method string

// The methods of verification.
const (
	ByDNS  Method = "dns"
	ByFile Method = "file"
	ByMeta Method = "meta"
)

// Host is a host of a customer's site. VerifiedAt is nil, and Method empty, until somebody showed
// that it is theirs.
type Host struct {
	SiteID     models.SiteID `gorm:"primaryKey"`
	Host       string        `gorm:"primaryKey"` // in small letters, with its port where it names one
	Token      string        // that the host has to show
	Method     Method
	VerifiedAt *time.Time
	CheckedAt  *time.Time // when it was last looked for
	Failures   int64      // how often in a row it was not there any more
	CreatedAt  time.Time
}

// TableName names the table of hosts for GORM.
func (Host) TableName() string { return "site_hosts" }

// ReleasedHost is a host that somebody had and gave up.
type ReleasedHost struct {
	Host       string `gorm:"primaryKey"`
	ReleasedAt time.Time
}

// AddHost stores a host that is still to be verified.
func AddHost(ctx context.Context, db *models.DB, h Host) error {
	return models.TranslateError(models.Table[Host](db.Writer).Create(ctx, &h))
}

// HostOf returns the host of a site; ErrNotFound if it has none.
func HostOf(ctx context.Context, db *models.DB, site models.SiteID) (Host, error) {
	h, err := models.Table[Host](db.Reader).Where("site_id = ?", site).Take(ctx)
	return h, models.TranslateError(err)
}

// HostsOf returns the hosts of the sites, by the sites.
func HostsOf(ctx context.Context, db *models.DB, all []Site) (map[models.SiteID]Host, error) {
	ids := make([]models.SiteID, len(all))
	for i, s := range all {
		ids[i] = s.ID
	}
	hosts, err := models.Table[Host](db.Reader).Where("site_id IN ?", ids).Find(ctx)
	found := map[models.SiteID]Host{}
	for _, h := range hosts {
		found[h.SiteID] = h
	}
	return found, models.TranslateError(err)
}

// SaveCheck stores what came of looking for a host's token; ErrConflict if another site has
// shown that the host is its own.
func SaveCheck(ctx context.Context, db *models.DB, h Host) error {
	return models.MustAffectOne(models.Table[Host](db.Writer).
		Select("method", "verified_at", "checked_at", "failures").
		Where("site_id = ? AND host = ?", h.SiteID, h.Host).Updates(ctx, h))
}

// DueHosts returns at most n verified hosts that were not looked at since that time.
func DueHosts(ctx context.Context, db *models.DB, before time.Time, n int) ([]Host, error) {
	all, err := models.Table[Host](db.Reader).Where("verified_at IS NOT NULL AND checked_at < ?", before).
		Order("checked_at").Limit(n).Find(ctx)
	return all, models.TranslateError(err)
}

// ReleaseHost forgets the host of a site, and, if it was verified, remembers that somebody had it.
func ReleaseHost(ctx context.Context, db *models.DB, h Host, now time.Time) error {
	if _, err := models.Table[Host](db.Writer).Where("site_id = ? AND host = ?", h.SiteID, h.Host).Delete(ctx); err != nil {
		return models.TranslateError(err)
	}
	if h.VerifiedAt == nil {
		return nil
	}
	return NoteReleased(ctx, db, h.Host, now)
}

// NoteReleased remembers that somebody had the host and has it no more.
func NoteReleased(ctx context.Context, db *models.DB, host string, now time.Time) error {
	return models.Upsert(ctx, db, []ReleasedHost{{Host: host, ReleasedAt: now}})
}

// WasReleased reports whether somebody had the host and gave it up.
func WasReleased(ctx context.Context, db *models.DB, host string) (bool, error) {
	n, err := models.Table[ReleasedHost](db.Reader).Where("host = ?", host).Count(ctx, "host")
	return n > 0, models.TranslateError(err)
}
