package mail

import "bytes"

// SMTPTrusting is SMTP with TLS roots of the test's own.
var SMTPTrusting = smtp

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
