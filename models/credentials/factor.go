// Package credentials holds second factors: authenticator apps, recovery codes and
// passkeys. Only auth calls it; start reading at [TOTPSecret].
package credentials

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/prokken/prokken/models"
)

// TOTPSecret is the secret that a user's authenticator app shares with us,
// sealed with a key that is not in the database. LastStep is the last time step
// whose code was taken: each counts once. Until ConfirmedAt it counts for nothing.
type TOTPSecret struct {
	UserID      uuid.UUID `gorm:"primaryKey"`
	Sealed      string
	LastStep    int64
	ConfirmedAt *time.Time
	CreatedAt   time.Time
}

// TableName is the table.
func (TOTPSecret) TableName() string { return "totp_secrets" }

// OfferTOTP stores a secret whose first code is about to be taken, in place of an
// earlier one that was not confirmed; ErrConflict if one is confirmed already.
func OfferTOTP(ctx context.Context, db *models.DB, s *TOTPSecret) error {
	err := db.Transaction(ctx, func(tx *models.DB) error {
		if _, err := models.Table[TOTPSecret](tx.Writer).Where("user_id = ? AND confirmed_at IS NULL", s.UserID).Delete(ctx); err != nil {
			return err
		}
		return models.Table[TOTPSecret](tx.Writer).Create(ctx, s)
	})
	return models.TranslateError(err)
}

// TOTPOf finds a user's secret, confirmed or not.
func TOTPOf(ctx context.Context, db *models.DB, userID uuid.UUID) (TOTPSecret, error) {
	s, err := models.Table[TOTPSecret](db.Reader).Where("user_id = ?", userID).Take(ctx)
	return s, models.TranslateError(err)
}

// UseTOTPStep takes a time step's code; ErrConflict if that step or a later one
// was taken already, or the secret is another one now. The first one confirms it.
func UseTOTPStep(ctx context.Context, db *models.DB, s TOTPSecret, step int64, now time.Time) error {
	return models.MustAffectOne(
		models.Table[TOTPSecret](db.Writer).Where("user_id = ? AND sealed = ? AND last_step < ?", s.UserID, s.Sealed, step).
			Set(ctx,
				clause.Assignment{Column: clause.Column{Name: "last_step"}, Value: step},
				clause.Assignment{
					Column: clause.Column{Name: "confirmed_at"},
					Value:  gorm.Expr("coalesce(confirmed_at, ?)", now),
				},
			),
	)
}

// DeleteTOTP forgets a user's secret; ErrConflict if there is none.
func DeleteTOTP(ctx context.Context, db *models.DB, userID uuid.UUID) error {
	return models.MustAffectOne(models.Table[TOTPSecret](db.Writer).Where("user_id = ?", userID).Delete(ctx))
}

// TOTPSecrets are at most limit of them, in the order of their users, after that user.
func TOTPSecrets(ctx context.Context, db *models.DB, after uuid.UUID, limit int) ([]TOTPSecret, error) {
	some, err := models.Table[TOTPSecret](db.Reader).Where("user_id > ?", after).Order("user_id").Limit(limit).Find(ctx)
	return some, models.TranslateError(err)
}

// ResealTOTP replaces the sealed form, unless someone was faster.
func ResealTOTP(ctx context.Context, db *models.DB, userID uuid.UUID, from, to string) error {
	_, err := models.Table[TOTPSecret](db.Writer).Where("user_id = ? AND sealed = ?", userID, from).Update(ctx, "sealed", to)
	return models.TranslateError(err)
}

// RecoveryCode is one of the codes on the paper in the drawer. Selector is its
// first part, Hash the hash of the rest.
type RecoveryCode struct {
	ID        uuid.UUID
	UserID    uuid.UUID
	Selector  string
	Hash      string
	UsedAt    *time.Time
	CreatedAt time.Time
}

// ReplaceRecoveryCodes gives a user these codes instead of all others.
func ReplaceRecoveryCodes(ctx context.Context, db *models.DB, userID uuid.UUID, codes []RecoveryCode) error {
	err := db.Transaction(ctx, func(tx *models.DB) error {
		if _, err := models.Table[RecoveryCode](tx.Writer).Where("user_id = ?", userID).Delete(ctx); err != nil ||
			len(codes) == 0 {
			return err
		}
		return tx.Writer.WithContext(ctx).Create(&codes).Error
	})
	return models.TranslateError(err)
}

// RecoveryCodeOf finds a code that can still be used.
func RecoveryCodeOf(ctx context.Context, db *models.DB, userID uuid.UUID, selector string) (RecoveryCode, error) {
	c, err := models.Table[RecoveryCode](
		db.Reader,
	).Where(
		"user_id = ? AND selector = ? AND used_at IS NULL",
		userID,
		selector,
	).Take(
		ctx,
	)
	return c, models.TranslateError(err)
}

// UseRecoveryCode uses the code up; ErrConflict if someone was faster.
func UseRecoveryCode(ctx context.Context, db *models.DB, id uuid.UUID, now time.Time) error {
	return models.MustAffectOne(
		models.Table[RecoveryCode](db.Writer).Where("id = ? AND used_at IS NULL", id).Update(ctx, "used_at", now),
	)
}

// RecoveryCodesLeft counts the codes that a user can still use.
func RecoveryCodesLeft(ctx context.Context, db *models.DB, userID uuid.UUID) (int64, error) {
	n, err := models.Table[RecoveryCode](db.Reader).Where("user_id = ? AND used_at IS NULL", userID).Count(ctx, "*")
	return n, models.TranslateError(err)
}

// DeleteFactors forgets all second factors of a user, the recovery codes too.
func DeleteFactors(ctx context.Context, db *models.DB, userID uuid.UUID) error {
	if err := DeleteFactorsSince(ctx, db, userID, time.Time{}); err != nil {
		return err
	}
	return ReplaceRecoveryCodes(ctx, db, userID, nil)
}

// DeleteFactorsSince forgets the second factors that were added since that time,
// and the recovery codes that were made.
func DeleteFactorsSince(ctx context.Context, db *models.DB, userID uuid.UUID, since time.Time) error {
	if _, err := models.Table[TOTPSecret](db.Writer).Where("user_id = ? AND (confirmed_at IS NULL OR confirmed_at >= ?)", userID, since).Delete(ctx); err != nil {
		return models.TranslateError(err)
	}
	if _, err := models.Table[RecoveryCode](db.Writer).Where("user_id = ? AND created_at >= ?", userID, since).Delete(ctx); err != nil {
		return models.TranslateError(err)
	}
	_, err := models.Table[Passkey](db.Writer).Where("user_id = ? AND created_at >= ?", userID, since).Delete(ctx)
	return models.TranslateError(err)
}
