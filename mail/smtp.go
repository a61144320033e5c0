package mail

import (
	"context"
	"fmt"
	"time"

	"github.com/wneessen/go-mail"

	"github.com/prokken/prokken/config"
)

// Sender delivers a message, or says why it could not.
type Sender func(ctx context.Context, m Message) error

// sendTimeout bounds one delivery.
const sendTimeout = 30 * time.Second

// SMTP sends through a mail server, over TLS always.
func SMTP(c config.Mail) Sender {
	return func(ctx context.Context, m Message) error {
		message, err := compose(c.From, m)
		if err != nil {
			return err
		}
		client, err := mail.NewClient(c.SMTP.Host, options(c.SMTP)...)
		if err != nil {
			return fmt.Errorf("mail server: %w", err)
		}
		return client.DialAndSendWithContext(ctx, message)
	}
}

func options(c config.SMTP) []mail.Option {
	options := []mail.Option{mail.WithPort(c.Port), mail.WithTimeout(sendTimeout), mail.WithTLSPolicy(mail.TLSMandatory)}
	if c.Port == mail.DefaultPortSSL {
		options = append(options, mail.WithSSL())
	}
	if c.Username != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(c.Username), mail.WithPassword(c.Password))
	}
	return options
}

func compose(from string, m Message) (*mail.Msg, error) {
	message := mail.NewMsg()
	if err := message.From(from); err != nil {
		return nil, fmt.Errorf("sender: %w", err)
	}
	if err := message.To(m.To); err != nil {
		return nil, fmt.Errorf("recipient: %w", err)
	}
	message.Subject(m.Subject)
	message.SetBodyString(mail.TypeTextPlain, m.Text)
	message.AddAlternativeString(mail.TypeTextHTML, m.HTML)
	return message, nil
}
