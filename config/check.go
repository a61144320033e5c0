package config

import (
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // zones on machines that have none
)

// check names what cannot work, and what to do: of each subject the first setting that is wrong,
// and all that production needs and does not have.
func (c Config) check() error {
	checks := []func() error{
		c.checkEnvironment,
		c.checkAddresses,
		c.checkDomains,
		c.checkSitesHost,
		c.checkAuth,
		c.checkMail,
		c.checkStripe,
		c.checkSite,
		c.checkPolicy,
		c.checkBilling,
		c.checkAudit,
		c.checkBackup,
		c.checkMetrics,
		c.checkDrain,
		c.checkLog,
		c.checkPlans,
	}
	if c.InProduction() {
		checks = append(checks, c.checkProduction)
	}
	var all Problems
	for _, check := range checks {
		all = all.with(check())
	}
	return all.err()
}

func (c Config) checkEnvironment() error {
	if c.Environment != Development && c.Environment != Production {
		return wrong("environment", "%q is neither development nor production", c.Environment)
	}
	return nil
}

func (c Config) checkAddresses() error {
	if _, port, err := net.SplitHostPort(c.HTTP.Address); err != nil || port == "" {
		return wrong("http.address", "%q is not like :8080 or 127.0.0.1:8080", c.HTTP.Address)
	}
	base, err := url.Parse(c.BaseURL)
	if err != nil || base.Host == "" || base.Path != "" || base.RawQuery != "" || base.Fragment != "" ||
		base.User != nil ||
		(base.Scheme != "http" && base.Scheme != "https") {
		return wrong("base_url", "%q is not an address like https://prokken.com", c.BaseURL)
	}
	for _, network := range c.HTTP.TrustedProxies {
		if _, err := netip.ParsePrefix(network); err != nil {
			return wrong("http.trusted_proxies", "%q is not a network like 10.0.0.0/8", network)
		}
	}
	if c.DataDir == "" {
		return wrong("data_dir", "name a folder")
	}
	if c.Database.URL != "" && !isPostgres(c.Database.URL) {
		return wrong("database.url", "give postgres://user:password@host/name, or leave it empty for SQLite")
	}
	return nil
}

func isPostgres(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

// shortestSecret is 24 random bytes in base64, in characters.
const shortestSecret = 32

func (c Config) checkAuth() error {
	if c.Auth.Secret != "" && len(c.Auth.Secret) < shortestSecret {
		return wrong("auth.secret", "32 characters or more; `openssl rand -base64 48` makes a good one")
	}
	for _, secret := range c.Auth.PreviousSecrets {
		if len(secret) < shortestSecret {
			return wrong("auth.previous_secrets", "each has 32 characters or more")
		}
	}
	if c.Auth.AttemptsPerMinute < 1 {
		return wrong("auth.attempts_per_minute", "one or more")
	}
	if c.Auth.AbsoluteLimit < time.Hour {
		return wrong("auth.absolute_limit", "an hour or more, for example 2160h")
	}
	if c.Auth.ConcurrentHashes < 0 {
		return wrong("auth.concurrent_hashes", "zero or more")
	}
	return nil
}

func (c Config) checkMail() error {
	if _, err := mail.ParseAddress(c.Mail.From); err != nil {
		return wrong("mail.from", "%q is not like Prokken <no-reply@prokken.com>", c.Mail.From)
	}
	if c.Mail.SMTP.Port < 1 || c.Mail.SMTP.Port > 65535 {
		return wrong("mail.smtp.port", "between 1 and 65535")
	}
	if !c.Mail.SMTP.TLS && c.Mail.SMTP.Host != "" && !isLoopback(c.Mail.SMTP.Host) {
		return wrong("mail.smtp.tls", "only a mail server on this machine can do without")
	}
	return nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (c Config) checkStripe() error {
	if c.Stripe.SecretKey != "" && c.Stripe.WebhookSecret == "" {
		return wrong("stripe.webhook_secret", "a Stripe key needs the signing secret of its webhook endpoint")
	}
	return nil
}

func (c Config) checkSite() error {
	if strings.TrimSpace(c.Site.Name) == "" {
		return wrong("site.name", "give the site a name")
	}
	if _, err := time.LoadLocation(c.Site.TimeZone); err != nil {
		return wrong("site.time_zone", "%q is not a zone like Asia/Dhaka", c.Site.TimeZone)
	}
	if contact, err := mail.ParseAddress(c.Site.Contact.Email); err != nil || contact.Address != c.Site.Contact.Email {
		return wrong("site.contact.email", "%q is not an email address", c.Site.Contact.Email)
	}
	return nil
}

// checkProduction refuses what is only meant for a developer's own machine.
func (c Config) checkProduction() error {
	var all Problems
	must := func(holds bool, setting, says string) {
		if !holds {
			all = append(all, Problem{setting, says})
		}
	}
	must(strings.HasPrefix(c.BaseURL, "https://"), "base_url",
		"production needs an address that starts with https://")
	must(c.Auth.Secret != "", "auth.secret",
		"production needs one; `openssl rand -base64 48` makes a good one")
	must(!c.UsesEmulator(), "stripe.secret_key",
		"production needs a Stripe key; the emulator is for development")
	must(!isTestKey(c.Stripe.SecretKey), "stripe.secret_key",
		"this is a key of Stripe's test mode, with which nobody pays; production needs a live one")
	must(c.Stripe.WebhookSecret != "", "stripe.webhook_secret",
		"production needs the signing secret of your Stripe webhook endpoint")
	must(!c.UsesOutbox(), "mail.smtp.host",
		"production needs a mail server; the outbox is for development")
	return all.err()
}

// isTestKey reports whether the key is one of Stripe's test mode or of a sandbox: secret (sk) or
// restricted (rk).
func isTestKey(key string) bool {
	return strings.HasPrefix(key, "sk_test_") || strings.HasPrefix(key, "rk_test_")
}

// Zone is the site's own time zone; check has already loaded it once.
func (s Site) Zone() *time.Location {
	zone, err := time.LoadLocation(s.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

func (c Config) checkPolicy() error {
	if c.Policy.NoticeDays < 0 || c.Policy.NoticeDays > 365 {
		return wrong("policy.notice_days", "between 0 and 365")
	}
	for _, i := range c.Integrations {
		if err := i.check(); err != nil {
			return err
		}
	}
	return nil
}

// optionalCategories are those of cookies that need consent.
var optionalCategories = []string{"functional", "preferences", "analytics", "marketing"}

func (i Integration) check() error {
	script, err := url.Parse(i.Script)
	switch {
	case i.Name == "":
		return wrong("integrations", "each needs a name")
	case !slices.Contains(optionalCategories, i.Category):
		return wrong("integrations", "the category of %s is one of %s", i.Name, strings.Join(optionalCategories, ", "))
	case err != nil || script.Scheme != "https" || script.Host == "" || script.User != nil || strings.ContainsAny(i.Script, " ;,'\""):
		return wrong("integrations", "the script of %s is an address like https://example.com/script.js", i.Name)
	}
	for _, host := range i.Hosts {
		if !hostForm.MatchString(host) {
			return wrong("integrations", "%q is not a host like stats.example.com", host)
		}
	}
	return nil
}

var hostForm = regexp.MustCompile(`^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]+)?$`)

func (c Config) checkBilling() error {
	if c.Billing.GraceDays < 0 || c.Billing.GraceDays > 90 {
		return wrong("billing.grace_days", "between 0 and 90")
	}
	return nil
}
