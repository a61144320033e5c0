package policies

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"github.com/prokken/prokken/models"
)

// CurrentVersions are, for each of a site's policies in their order, the version
// in effect at the moment, and those that will take effect later.
func CurrentVersions(ctx context.Context, db *models.DB, site models.SiteID, now time.Time) ([]Version, error) {
	var versions []Version
	// Without MATERIALIZED, Postgres looks for the number once for every version.
	err := db.Reader.WithContext(ctx).Raw(`WITH current AS MATERIALIZED (
			SELECT p.id, p.position, p.slug, (
				SELECT v.number FROM policy_versions AS v
				WHERE v.policy_id = p.id AND v.state = 'published' AND v.effective_at <= ? AND v.id NOT IN (SELECT version_id FROM policy_withdrawals)
				ORDER BY v.number DESC LIMIT 1) AS number
			FROM policies AS p WHERE p.site_id = ?)
		SELECT v.* FROM current JOIN policy_versions AS v ON v.policy_id = current.id AND v.number >= current.number
		WHERE v.id NOT IN (SELECT version_id FROM policy_withdrawals)
		ORDER BY current.position, current.slug, v.number`, now, site).Scan(&versions).Error
	return versions, models.TranslateError(err)
}

// PublishedVersions are versions of a policy that were published, newest first,
// without their documents: at most limit of them, below the number before, or
// from the newest when it is 0.
func PublishedVersions(
	ctx context.Context,
	db *models.DB,
	policyID uuid.UUID,
	before int64,
	limit int,
) ([]Version, error) {
	query := models.Table[Version](db.Reader).Omit("document").Where("policy_id = ? AND state = ?", policyID, Published)
	if before > 0 {
		query = query.Where("number < ?", before)
	}
	v, err := query.Order("number DESC").Limit(limit).Find(ctx)
	return v, models.TranslateError(err)
}

// notWithdrawn leaves out what was taken back.
const notWithdrawn = "id NOT IN (SELECT version_id FROM policy_withdrawals)"

// NotWithdrawn are like PublishedVersions without those that were withdrawn.
func NotWithdrawn(
	ctx context.Context,
	db *models.DB,
	policyID uuid.UUID,
	before int64,
	limit int,
) ([]Version, error) {
	v, err := models.Table[Version](db.Reader).Omit("document").
		Where(
			"policy_id = ? AND state = ? AND number < ?",
			policyID,
			Published,
			before,
		).Where(notWithdrawn).Order("number DESC").Limit(limit).Find(ctx)
	return v, models.TranslateError(err)
}

// NextNotWithdrawn is the version of a policy that follows on a number, withdrawn
// ones aside, without its document; ErrNotFound if there is none.
func NextNotWithdrawn(ctx context.Context, db *models.DB, policyID uuid.UUID, after int64) (Version, error) {
	v, err := models.Table[Version](db.Reader).Omit("document").
		Where(
			"policy_id = ? AND state = ? AND number > ?",
			policyID,
			Published,
			after,
		).Where(notWithdrawn).Order("number").Take(ctx)
	return v, models.TranslateError(err)
}

// PublishedVersion finds one version by its number.
func PublishedVersion(ctx context.Context, db *models.DB, policyID uuid.UUID, number int64) (Version, error) {
	v, err := models.Table[Version](db.Reader).
		Where("policy_id = ? AND number = ? AND state = ?", policyID, number, Published).Take(ctx)
	return v, models.TranslateError(err)
}

// VersionIDBySHA256 finds the id of a published version of a site by what it says
// of itself: policy, number, and the hash of its document.
func VersionIDBySHA256(
	ctx context.Context,
	db *models.DB,
	site models.SiteID,
	slug string,
	number int64,
	sha256 string,
) (uuid.UUID, error) {
	var v Version
	err := db.Reader.WithContext(ctx).Select("policy_versions.id").InnerJoins("Policy").
		Where(`"Policy".site_id = ? AND "Policy".slug = ?`, site, slug).
		Where(
			"policy_versions.number = ? AND policy_versions.sha256 = ? AND policy_versions.state = ?",
			number,
			sha256,
			Published,
		).Take(&v).Error
	return v.ID, models.TranslateError(err)
}

// NewestVersion is the version of a policy that was published last, whether in
// effect or not. Inside a transaction it stays so until the end of it.
func NewestVersion(ctx context.Context, db *models.DB, policyID uuid.UUID) (Version, error) {
	v, err := models.Table[Version](
		db.Writer,
	).Where(
		"policy_id = ? AND state = ?",
		policyID,
		Published,
	).Order(
		"number DESC",
	).Take(
		ctx,
	)
	return v, models.TranslateError(err)
}

// EachPublished calls visit with every published version of a policy, oldest
// first, a hundred at a time.
func EachPublished(ctx context.Context, db *models.DB, policyID uuid.UUID, visit func(Version) error) error {
	return EachPublishedAfter(ctx, db, policyID, 0, visit)
}

// EachPublishedAfter does so with the versions after the number.
func EachPublishedAfter(
	ctx context.Context, db *models.DB, policyID uuid.UUID, after int64, visit func(Version) error,
) error {
	for {
		some, err := models.Table[Version](
			db.Reader,
		).Where(
			"policy_id = ? AND state = ? AND number > ?",
			policyID,
			Published,
			after,
		).
			Order(
				"number",
			).Limit(
			100,
		).Find(
			ctx,
		)
		if err != nil || len(some) == 0 {
			return models.TranslateError(err)
		}
		for _, v := range some {
			if err := visit(v); err != nil {
				return err
			}
			after = *v.Number
		}
	}
}

// Withdrawal says that a version was taken back before it took effect.
type Withdrawal struct {
	VersionID   uuid.UUID `gorm:"primaryKey"`
	AuthorID    *uuid.UUID
	Reason      string
	WithdrawnAt time.Time
}

// TableName names the table of withdrawals for GORM.
func (Withdrawal) TableName() string { return "policy_withdrawals" }

// Withdraw takes back a version that is not in effect yet; ErrConflict if it is,
// or was withdrawn already.
func Withdraw(ctx context.Context, db *models.DB, w *Withdrawal) error {
	return models.TranslateError(models.Table[Withdrawal](db.Writer).Create(ctx, w))
}

// WithdrawalsOf are the withdrawals among these versions.
func WithdrawalsOf(ctx context.Context, db *models.DB, versions ...uuid.UUID) ([]Withdrawal, error) {
	if len(versions) == 0 {
		return nil, nil
	}
	w, err := models.Table[Withdrawal](db.Reader).Where("version_id IN ?", versions).Find(ctx)
	return w, models.TranslateError(err)
}

// Lock makes others who publish the same policy wait until the transaction
// ends.
func Lock(ctx context.Context, db *models.DB, policyID uuid.UUID) error {
	_, err := models.Table[Policy](db.Writer, clause.Locking{Strength: "UPDATE"}).Where("id = ?", policyID).Take(ctx)
	return models.TranslateError(err)
}

// LockAll finds several policies of a site by their slugs, and locks them as [Lock] does: in one order,
// so that two who need the same ones never wait for each other.
func LockAll(ctx context.Context, db *models.DB, site models.SiteID, slugs ...string) (map[string]Policy, error) {
	all := map[string]Policy{}
	for _, slug := range slices.Sorted(slices.Values(slugs)) {
		p, err := BySlug(ctx, db, site, slug)
		if err == nil {
			err = Lock(ctx, db, p.ID)
		}
		if err != nil {
			return nil, err
		}
		all[slug] = p
	}
	return all, nil
}

// LastMaterial is the number of the newest version of a policy, up to the given
// one and not withdrawn, that was of that materiality; 0 if none was.
func LastMaterial(ctx context.Context, db *models.DB, policyID uuid.UUID, upTo int64, m Materiality) (int64, error) {
	var n int64
	err := db.Reader.WithContext(ctx).Model(&Version{}).Select("coalesce(max(number), 0)").
		Where("policy_id = ? AND number <= ? AND materiality = ?", policyID, upTo, m).Where(notWithdrawn).Scan(&n).Error
	return n, models.TranslateError(err)
}

// NewestNotWithdrawn is the newest version of a policy that was not withdrawn.
func NewestNotWithdrawn(ctx context.Context, db *models.DB, policyID uuid.UUID) (Version, error) {
	v, err := models.Table[Version](db.Writer).
		Where("policy_id = ? AND state = ?", policyID, Published).Where(notWithdrawn).Order("number DESC").Take(ctx)
	return v, models.TranslateError(err)
}

// IsWithdrawn reports whether a version was taken back. Inside a transaction on
// a locked announcement it is what the telling has to know.
func IsWithdrawn(ctx context.Context, db *models.DB, version uuid.UUID) (bool, error) {
	n, err := models.Table[Withdrawal](db.Reader).Where("version_id = ?", version).Count(ctx, "*")
	return n > 0, models.TranslateError(err)
}

// PublishedByID finds a published version of any policy, without its document.
func PublishedByID(ctx context.Context, db *models.DB, id uuid.UUID) (Version, error) {
	var v Version
	err := db.Reader.WithContext(ctx).Omit("document").InnerJoins("Policy").
		Where("policy_versions.id = ? AND policy_versions.state = ?", id, Published).Take(&v).Error
	return v, models.TranslateError(err)
}

// NewestNumbersOf returns the number of the newest version of the policy with that slug of each
// site of a user that has one.
func NewestNumbersOf(ctx context.Context, db *models.DB, user uuid.UUID, slug string) (map[models.SiteID]int64, error) {
	var rows []struct {
		SiteID models.SiteID
		N      int64
	}
	err := db.Reader.WithContext(ctx).Table("policies AS p").Select("p.site_id, max(v.number) AS n").
		Joins("JOIN policy_versions AS v ON v.policy_id = p.id AND v.state = 'published'").
		Where("p.slug = ? AND p.site_id IN (SELECT site_id FROM memberships WHERE user_id = ?)", slug, user).
		Group("p.site_id").Scan(&rows).Error
	numbers := map[models.SiteID]int64{}
	for _, row := range rows {
		numbers[row.SiteID] = row.N
	}
	return numbers, models.TranslateError(err)
}
