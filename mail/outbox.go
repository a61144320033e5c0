package mail

import (
	"context"

	"github.com/prokken/prokken/models"
)

// Outbox keeps mails in the database, for a page to show, instead of sending.
func Outbox(db *models.DB) Sender {
	return func(ctx context.Context, m Message) error {
		return db.SaveOutboxMail(ctx, &models.OutboxMail{
			ID: models.NewID(), Recipient: m.To, Subject: m.Subject, Text: m.Text, HTML: m.HTML, SentAt: models.Now(),
		})
	}
}
