package commands

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
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
var errMust = errors.New("this machine is not ready for production")

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
	i.say("%-12s  %-21s  %s", f.Verdict, f.Check, f.Says)
	if f.Do != "" {
		i.say("%-12s  %-21s  -> %s", "", "", f.Do)
	}
}

// checks are all that there are, in the order in which somebody sets up a server. What hangs on a
// setting that is wrong is not tried: the setting is named.
func checks(c config.Config, problems config.Problems) []doctor.Check {
	var all []doctor.Check
	for _, p := range problems {
		all = append(all, doctor.Setting{Problem: p})
	}
	if len(all) == 0 {
		all = append(all, doctor.Settings{})
	}
	for _, t := range trials(c) {
		if !slices.ContainsFunc(problems, func(p config.Problem) bool { return slices.Contains(t.needs, p.Setting) }) {
			all = append(all, t.check)
		}
	}
	return all
}

// trial is a check, and the settings without which there is nothing to try.
type trial struct {
	check doctor.Check
	needs []string
}

func trials(c config.Config) []trial {
	client := &http.Client{Timeout: 10 * time.Second}
	sales := billing.New(nil, billing.Settings{SecretKey: c.Stripe.SecretKey})
	payments := doctor.Payments{
		Account: account{sales}, HasKey: !c.UsesEmulator(), URL: c.BaseURL + webhooks.Path,
		Version: billing.APIVersion, Events: webhooks.Events,
	}
	return []trial{
		{doctor.Secret{Text: c.Auth.Secret}, []string{"auth.secret"}},
		{doctor.Files{Folder: c.DataDir}, []string{"data_dir"}},
		{doctor.Disk{Folder: c.DataDir}, []string{"data_dir"}},
		{doctor.Database{URL: c.Database.URL, File: databaseFile(c)}, []string{"data_dir", "database.url"}},
		{
			doctor.Backup{Folder: c.BackupFolder(), Every: c.Backup.Every, Now: time.Now()},
			[]string{"data_dir", "backup.every"},
		},
		{doctor.Address{URL: c.BaseURL, Key: policyKey(c), Client: client}, []string{"base_url", "auth.secret"}},
		{doctor.Certificate{URL: c.BaseURL, Now: time.Now(), Dial: &tls.Dialer{}}, []string{"base_url"}},
		{doctor.Mail{Server: mailServer{c.Mail}, Host: c.Mail.SMTP.Host}, []string{"mail.smtp.host", "mail.smtp.port"}},
		{payments, []string{"stripe.secret_key", "base_url"}},
		{doctor.Clock{URL: "https://api.stripe.com", Client: client, Now: time.Now}, nil},
		{doctor.Chromium{Path: chromium()}, nil},
	}
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
