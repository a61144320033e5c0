package models

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// OutboxMail is a mail that a development server shows instead of sending it.
type OutboxMail struct {
	ID        uuid.UUID `json:"-"`
	Recipient string    `json:"to"`
	Subject   string    `json:"subject"`
	Text      string    `json:"text"`
	HTML      string    `json:"html"`
	SentAt    time.Time `json:"sent_at"`
}

// SaveOutboxMail puts a mail into the outbox.
func (db *DB) SaveOutboxMail(ctx context.Context, m *OutboxMail) error {
	return translateError(gorm.G[OutboxMail](db.write).Create(ctx, m))
}

// OutboxMails are the newest mails, newest first.
func (db *DB) OutboxMails(ctx context.Context) ([]OutboxMail, error) {
	mails, err := gorm.G[OutboxMail](db.read).Order("id DESC").Limit(100).Find(ctx)
	return mails, translateError(err)
}
