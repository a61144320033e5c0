package consents

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
)

// Acceptance is a policy that a user agreed to, in one version.
type Acceptance struct {
	ID         uuid.UUID
	UserID     uuid.UUID
	PolicyID   uuid.UUID
	Policy     policies.Policy `json:"-"`
	Number     int64
	SHA256     string `         gorm:"column:sha256"`
	AcceptedAt time.Time
}

// Accept stores what a user agreed to; the same version again changes nothing.
func Accept(ctx context.Context, db *models.DB, a *Acceptance) error {
	return models.TranslateError(
		models.Table[Acceptance](db.Writer, clause.OnConflict{DoNothing: true}).Omit("Policy").Create(ctx, a),
	)
}

// AcceptancesOf is all that a user agreed to, with the policies.
func AcceptancesOf(ctx context.Context, db *models.DB, userID uuid.UUID) ([]Acceptance, error) {
	var all []Acceptance
	err := db.Reader.WithContext(
		ctx,
	).InnerJoins(
		"Policy",
	).Where(
		"user_id = ?",
		userID,
	).Order(
		"accepted_at, acceptances.id",
	).Find(
		&all,
	).Error
	return all, models.TranslateError(err)
}

// AcceptedNumbers are the numbers of the newest versions that a user agreed to,
// by the ids of the policies.
func AcceptedNumbers(ctx context.Context, db *models.DB, userID uuid.UUID) (map[uuid.UUID]int64, error) {
	rows, err := models.Table[Acceptance](
		db.Reader,
	).Select(
		"policy_id, max(number) AS number",
	).Where(
		"user_id = ?",
		userID,
	).Group(
		"policy_id",
	).Find(
		ctx,
	)
	newest := make(map[uuid.UUID]int64, len(rows))
	for _, row := range rows {
		newest[row.PolicyID] = row.Number
	}
	return newest, models.TranslateError(err)
}
