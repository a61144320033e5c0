package commands

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/prokken/prokken/auth/keys"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/webhooks"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/doctor"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/policy/record"
)

// diagnose looks whether this machine has what a server in production needs.
type diagnose struct {
	JSON bool `help:"Answer with a line of JSON for each check." name:"json"`
}

// errMust makes the command fail, after everything was told.
var errMust = errors.New("a server in production would not do what it should")

// Run reads the configuration as production would, tries each thing, and changes nothing.
func (cmd *diagnose) Run(ctx context.Context, i Invocation) error {
	i.environ = append(i.environ[:len(i.environ):len(i.environ)], "PROKKEN_ENVIRONMENT="+string(config.Production))
	c, err := i.load()
	var problems config.Problems
	if err != nil && !errors.As(err, &problems) {
		return err
	}
	failed := false
	doctor.Examine(ctx, checks(c, problems), func(f doctor.Finding) {
		failed = failed || f.Verdict == doctor.Must
		cmd.tell(i, f)
	})
	if failed {
		return errMust
	}
	return nil
}

func (cmd *diagnose) tell(i Invocation, f doctor.Finding) {
	if cmd.JSON {
		_ = json.NewEncoder(i.out).Encode(f) // standard output
		return
	}
	i.say("%-12s  %-12s  %s", f.Verdict, f.Check, f.Says)
	if f.Do != "" {
		i.say("%-12s  %-12s  -> %s", "", "", f.Do)
	}
}

// checks are all that there are, in the order in which somebody sets up a server.
func checks(c config.Config, problems config.Problems) []doctor.Check {
	var all []doctor.Check
	for _, p := range problems {
		all = append(all, doctor.Setting{Problem: p})
	}
	if len(all) == 0 {
		all = append(all, doctor.Settings{})
	}
	client := &http.Client{Timeout: 10 * time.Second}
	sales := billing.New(nil, billing.Settings{SecretKey: c.Stripe.SecretKey})
	return append(all,
		doctor.Secret{Text: c.Auth.Secret},
		doctor.Files{Folder: c.DataDir},
		doctor.Disk{Folder: c.DataDir},
		doctor.Database{URL: c.Database.URL, File: databaseFile(c)},
		doctor.Address{URL: c.BaseURL, Key: policyKey(c), Client: client},
		doctor.Certificate{URL: c.BaseURL, Now: time.Now(), Dial: &tls.Dialer{}},
		doctor.Mail{Server: mailServer{c.Mail}, Host: c.Mail.SMTP.Host},
		doctor.Payments{
			Account: account{sales}, HasKey: !c.UsesEmulator(), URL: c.BaseURL + webhooks.Path,
			Version: billing.APIVersion, Events: webhooks.Events,
		},
		doctor.Clock{URL: "https://api.stripe.com", Client: client, Now: time.Now},
		doctor.Chromium{Path: chromium()},
	)
}

// policyKey is the id of the key that signs our policies; "" without a secret.
func policyKey(c config.Config) string {
	ring, err := keys.New(c.Auth.Secret)
	if err != nil {
		return ""
	}
	return record.NewSigner(ring.PolicyKey()).ID
}

// mailServer is the configured one.
type mailServer struct{ config config.Mail }

// Try implements [doctor.MailServer].
func (m mailServer) Try(ctx context.Context) error { return mail.Try(ctx, m.config) }

// account is the one at Stripe.
type account struct{ sales *billing.Service }

// WebhookEndpoints implements [doctor.Stripe].
func (a account) WebhookEndpoints(ctx context.Context) ([]doctor.Endpoint, error) {
	endpoints, err := a.sales.WebhookEndpoints(ctx)
	if err != nil {
		return nil, fmt.Errorf("webhook endpoints: %w", err)
	}
	var all []doctor.Endpoint
	for _, e := range endpoints {
		all = append(all, doctor.Endpoint(e))
	}
	return all, nil
}
