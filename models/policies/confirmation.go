package policies

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"github.com/prokken/prokken/models"
)

// Confirmation is what a person confirmed of a sentence of a policy: see the package policy.
type Confirmation struct {
	PolicyID    uuid.UUID `gorm:"primaryKey"`
	Policy      Policy    `                           json:"-"`
	Key         string    `gorm:"primaryKey"`
	Says        string
	As          string `gorm:"column:confirmed_as"`
	By          string // "admin", "shipped" or "operator"
	UserID      *uuid.UUID
	Alone       bool
	Reason      string
	ConfirmedAt time.Time
}

// TableName names the table of confirmations for GORM.
func (Confirmation) TableName() string { return "policy_confirmations" }

// ConfirmationsOf returns all that was confirmed of a policy.
func ConfirmationsOf(ctx context.Context, db *models.DB, policyID uuid.UUID) ([]Confirmation, error) {
	all, err := models.Table[Confirmation](db.Reader).Where("policy_id = ?", policyID).Find(ctx)
	return all, models.TranslateError(err)
}

// ConfirmationsBy returns what a person confirmed, oldest first, with the policies.
func ConfirmationsBy(ctx context.Context, db *models.DB, user uuid.UUID) ([]Confirmation, error) {
	var all []Confirmation
	err := db.Reader.WithContext(ctx).InnerJoins("Policy").Where("user_id = ?", user).
		Order("confirmed_at, policy_confirmations.key").Find(&all).Error
	return all, models.TranslateError(err)
}

// SaveConfirmations stores what was confirmed now. It takes the place of what was confirmed of
// the same sentences before.
func SaveConfirmations(ctx context.Context, db *models.DB, confirmations []Confirmation) error {
	if len(confirmations) == 0 {
		return nil
	}
	newest := clause.OnConflict{
		Columns:   []clause.Column{{Name: "policy_id"}, {Name: "key"}},
		UpdateAll: true,
	}
	return models.TranslateError(
		models.Table[Confirmation](db.Writer, newest).Omit("Policy").CreateInBatches(ctx, &confirmations, 50),
	)
}

// ForgetConfirmer takes a person off everything that they confirmed. What they confirmed, and the
// reasons that pages print, stay.
func ForgetConfirmer(ctx context.Context, db *models.DB, user uuid.UUID) error {
	err := db.Writer.WithContext(ctx).Model(&Confirmation{}).Where("user_id = ?", user).Update("user_id", nil).Error
	return models.TranslateError(err)
}
