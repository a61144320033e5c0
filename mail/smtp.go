package mail

import (
	"context"
	"crypto/tls"
	"fmt"
	"strings"
	"time"

	"github.com/wneessen/go-mail"

	"github.com/prokken/prokken/config"
)

// Sender delivers a message, or says why it could not.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// sendTimeout bounds one delivery, from the connection to the goodbye. Jobs count on it: a mail
// that takes longer is taken for left.
const sendTimeout = 30 * time.Second

// SMTP returns a sender that uses a mail server, over TLS unless the configuration
// says that the server, on this machine, does without.
func SMTP(c config.Mail) Sender { return smtp{c, &tls.Config{}, sendTimeout} }

// smtp trusts whom the TLS settings trust; nil roots are the machine's own.
type smtp struct {
	config config.Mail
	trust  *tls.Config
	limit  time.Duration // of one delivery
}

// Send sends through the mail server. The error of a mail whose address takes none is [ErrBounced].
func (s smtp) Send(ctx context.Context, m Message) error {
	message, err := compose(s.config.From, m)
	if err != nil {
		return err
	}
	client, err := mail.NewClient(bracketed(s.config.SMTP.Host), s.options()...)
	if err != nil {
		return fmt.Errorf("mail server: %w", err)
	}
	err = client.DialAndSendWithContext(ctx, message)
	if message.IsDelivered() {
		return nil // sent again for a failed goodbye, it would arrive twice
	}
	return asBounce(err)
}

// Try logs in to the mail server of the configuration, sends nothing, and leaves.
func Try(ctx context.Context, c config.Mail) error {
	return smtp{c, &tls.Config{}, sendTimeout}.try(ctx)
}

func (s smtp) try(ctx context.Context) error {
	client, err := mail.NewClient(bracketed(s.config.SMTP.Host), s.options()...)
	if err != nil {
		return fmt.Errorf("mail server: %w", err)
	}
	if err := client.DialWithContext(ctx); err != nil {
		return err
	}
	_ = client.Close() // it took the log-in; a failed goodbye changes nothing
	return nil
}

// bracketed is the host as it stands before a colon and a port.
func bracketed(host string) string {
	if strings.Contains(host, ":") {
		return "[" + host + "]"
	}
	return host
}

func (s smtp) options() []mail.Option {
	c := s.config.SMTP
	options := []mail.Option{
		mail.WithPort(c.Port), mail.WithTimeout(s.limit), mail.WithTLSPolicy(mail.NoTLS),
		mail.WithDialContextFunc(dialWithin(s.limit, nil)),
	}
	if c.TLS {
		options = append(options, s.encryption()...)
	}
	if c.Username != "" {
		options = append(options, mechanism(c), mail.WithUsername(c.Username), mail.WithPassword(c.Password))
	}
	return options
}

// encryption is TLS from the first byte on port 465, and STARTTLS elsewhere.
func (s smtp) encryption() []mail.Option {
	c, trust := s.config.SMTP, s.trust.Clone()
	trust.ServerName, trust.MinVersion = c.Host, tls.VersionTLS12
	if c.Port != mail.DefaultPortSSL {
		return []mail.Option{mail.WithTLSPolicy(mail.TLSMandatory), mail.WithTLSConfig(trust)}
	}
	// The connection is TLS already; the library sees so where it may look for more.
	return []mail.Option{
		mail.WithTLSPolicy(mail.TLSOpportunistic), mail.WithTLSConfig(trust),
		mail.WithDialContextFunc(dialWithin(s.limit, trust)),
	}
}

// mechanism is how to log in: without TLS the library has to be told that a
// password may be sent to this machine itself.
func mechanism(c config.SMTP) mail.Option {
	if c.TLS {
		return mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover)
	}
	return mail.WithOpportunisticSMTPAuth(
		mail.SMTPAuthSCRAMSHA256,
		mail.SMTPAuthCramMD5,
		mail.SMTPAuthPlainNoEnc,
		mail.SMTPAuthLoginNoEnc,
	)
}
