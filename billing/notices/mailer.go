package notices

import (
	"context"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
)

// Mailer promises, as part of tx, that the letter will be sent.
type Mailer interface {
	SendMail(ctx context.Context, tx *models.DB, letter mail.Letter) error
}
