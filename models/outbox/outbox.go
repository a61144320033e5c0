// Package outbox holds the mails that a development server keeps instead of sending
// them. Start reading at [Mail].
package outbox

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// Mail is a mail that a development server shows instead of sending it.
type Mail struct {
	ID        uuid.UUID `json:"-"`
	Recipient string    `json:"to"`
	Subject   string    `json:"subject"`
	Text      string    `json:"text"`
	HTML      string    `json:"html"`
	SentAt    time.Time `json:"sent_at"`
}

// TableName names the table of mails for GORM.
func (Mail) TableName() string { return "outbox_mails" }

// Save puts a mail into the outbox.
func Save(ctx context.Context, db *models.DB, m *Mail) error {
	return models.TranslateError(models.Table[Mail](db.Writer).Create(ctx, m))
}

// List are the newest mails, newest first.
func List(ctx context.Context, db *models.DB) ([]Mail, error) {
	mails, err := models.Table[Mail](db.Reader).Order("id DESC").Limit(100).Find(ctx)
	return mails, models.TranslateError(err)
}

// ByID returns a mail; [models.ErrNotFound] if there is none.
func ByID(ctx context.Context, db *models.DB, id uuid.UUID) (Mail, error) {
	found, err := models.Table[Mail](db.Reader).Where("id = ?", id).Take(ctx)
	return found, models.TranslateError(err)
}
