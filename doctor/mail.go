package doctor

import (
	"context"
)

// MailServer logs in to a mail server, and sends nothing.
type MailServer interface {
	Try(ctx context.Context) error
}

// Mail looks whether the mail server takes our log-in.
type Mail struct {
	Server MailServer
	Host   string // as it is set
}

// Name is "mail".
func (Mail) Name() string { return "mail" }

// Look connects, secures the connection, logs in, and leaves.
func (m Mail) Look(ctx context.Context) Finding {
	if m.Host == "" {
		return must("there is no mail server", "Set mail.smtp.host (PROKKEN_MAIL_SMTP_HOST).")
	}
	if err := m.Server.Try(ctx); err != nil {
		return must(m.Host+" does not take our log-in: "+err.Error(),
			"Check mail.smtp: host, port, username, password, and whether a firewall lets this machine out.")
	}
	return good(m.Host + " takes our log-in; nothing was sent")
}
