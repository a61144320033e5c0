package mail

import (
	"bytes"
	"crypto/tls"

	"github.com/prokken/prokken/config"
)

// SMTPTrusting is SMTP with TLS roots of the test's own.
func SMTPTrusting(c config.Mail, trust *tls.Config) Sender { return smtp{c, trust} }

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
