package mail

import (
	"context"

	"github.com/prokken/prokken/models"
	outboxrows "github.com/prokken/prokken/models/outbox"
)

// Outbox returns a sender that keeps mails in the database, for a page to show,
// instead of sending them.
func Outbox(db *models.DB) Sender { return outbox{db} }

type outbox struct{ db *models.DB }

// Send keeps the mail.
func (o outbox) Send(ctx context.Context, m Message) error {
	return outboxrows.Save(ctx, o.db, &outboxrows.Mail{
		ID: models.NewID(), Recipient: m.To, Subject: m.Subject, Text: m.Text, HTML: m.HTML, SentAt: models.Now(),
	})
}
