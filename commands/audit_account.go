package commands

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/prokken/prokken/audit"
)

// account is who logs in: the one that the environment names, or, on a site that
// shows its mails, a new one.
func (a *siteAudit) account(ctx context.Context, to audit.Request, site *url.URL) (*audit.Account, error) {
	email, password := a.c.Audit.Email, a.c.Audit.Password
	switch {
	case email != "" && password != "":
		return &audit.Account{Email: email, Password: password}, nil
	case email != "" || password != "":
		return nil, errors.New("--login needs both PROKKEN_AUDIT_EMAIL and PROKKEN_AUDIT_PASSWORD")
	}
	outbox := site.ResolveReference(&url.URL{Path: "/dev/mail.json"}).String()
	if !to.Own || !showsMails(ctx, outbox) {
		return nil, fmt.Errorf(
			"--login needs someone to log in as: set PROKKEN_AUDIT_EMAIL and PROKKEN_AUDIT_PASSWORD in the environment; only a development site of yours, which shows its mails at /dev/mail.json, can make an account for the audit",
		)
	}
	return &audit.Account{
		Email:    "audit-" + strings.ToLower(rand.Text()) + "@example.com",
		Password: rand.Text(),
		Outbox:   outbox,
	}, nil
}

// showsMails reports whether there is a development site's outbox.
func showsMails(ctx context.Context, address string) bool {
	text, err := fetch(ctx, address)
	var mails []struct{ To, Text string }
	return err == nil && json.Unmarshal(text, &mails) == nil
}
