package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"time"

	"github.com/prokken/prokken/config"
)

// SMTPTrusting is SMTP with TLS roots of the test's own.
func SMTPTrusting(c config.Mail, trust *tls.Config) Sender { return smtp{c, trust, sendTimeout} }

// SMTPWithin is SMTP whose deliveries have that limit.
func SMTPWithin(c config.Mail, limit time.Duration) Sender { return smtp{c, &tls.Config{}, limit} }

// TryTrusting is Try with TLS roots of the test's own.
func TryTrusting(ctx context.Context, c config.Mail, trust *tls.Config) error {
	return smtp{c, trust, sendTimeout}.try(ctx)
}

// Compose is the mail as it goes over the wire.
func Compose(from string, m Message) (string, error) {
	message, err := compose(from, m)
	if err != nil {
		return "", err
	}
	var raw bytes.Buffer
	_, err = message.WriteTo(&raw)
	return raw.String(), err
}
