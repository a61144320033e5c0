package consents

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"github.com/prokken/prokken/models"
)

// Question is what visitors were asked, word by word: canonical JSON, by its hash.
type Question struct {
	SHA256    string `gorm:"column:sha256;primaryKey"`
	Wording   string
	CreatedAt time.Time
}

// TableName names the table of questions for GORM.
func (Question) TableName() string { return "consent_questions" }

// SaveQuestion stores a question; the same one again changes nothing.
func SaveQuestion(ctx context.Context, db *models.DB, q *Question) error {
	return models.TranslateError(models.Table[Question](db.Writer, clause.OnConflict{DoNothing: true}).Create(ctx, q))
}

// Questions are all that visitors of any site were ever asked.
func Questions(ctx context.Context, db *models.DB) ([]Question, error) {
	all, err := models.Table[Question](db.Reader).Order("sha256").Find(ctx)
	return all, models.TranslateError(err)
}
