// Package config reads config.yaml and the environment into one typed value.
// Start reading at [Load].
package config

import (
	"log/slog"
	"strings"
	"time"
)

// Config is everything that can be set. Its keys are explained in config.yaml.
type Config struct {
	Environment Environment `yaml:"environment" env:"ENVIRONMENT"`
	BaseURL     string      `yaml:"base_url" env:"BASE_URL"`
	DataDir     string      `yaml:"data_dir" env:"DATA_DIR"`
	HTTP        HTTP        `yaml:"http" envPrefix:"HTTP_"`
	Database    Database    `yaml:"database" envPrefix:"DATABASE_"`
	Auth        Auth        `yaml:"auth" envPrefix:"AUTH_"`
	Stripe      Stripe      `yaml:"stripe" envPrefix:"STRIPE_"`
	Mail        Mail        `yaml:"mail" envPrefix:"MAIL_"`
	Site        Site        `yaml:"site" envPrefix:"SITE_"`
	Policy      Policy      `yaml:"policy" envPrefix:"POLICY_"`
	Billing     Billing     `yaml:"billing" envPrefix:"BILLING_"`
	Audit       Audit       `yaml:"audit" envPrefix:"AUDIT_"`
	Backup      Backup      `yaml:"backup" envPrefix:"BACKUP_"`
	Metrics     Metrics     `yaml:"metrics" envPrefix:"METRICS_"`
	Log         Log         `yaml:"log" envPrefix:"LOG_"`
	Plans       []Plan      `yaml:"plans"`
	Products    []Product   `yaml:"products"`
	// Integrations are scripts of others, each loaded with consent alone.
	Integrations []Integration `yaml:"integrations"`
}

// Environment says how strict the program is with itself.
type Environment string

// The two environments.
const (
	Development Environment = "development"
	Production  Environment = "production"
)

// HTTP is the listener. Only a proxy from one of the TrustedProxies (CIDR) is
// believed when it says whom a request comes from. With Domains the server obtains
// their certificates from the authority at ACMEDirectory, and listens on HTTPSAddress
// and, to lead there, on RedirectAddress, instead of Address. SitesHost is where the pages of
// customers' sites are, and nothing else; empty is at the base URL. Drain is how long a
// server that was told to stop goes on, while it says that it is not ready.
type HTTP struct {
	Address         string        `yaml:"address" env:"ADDRESS"`
	TrustedProxies  []string      `yaml:"trusted_proxies" env:"TRUSTED_PROXIES"`
	Domains         []string      `yaml:"domains" env:"DOMAINS"`
	SitesHost       string        `yaml:"sites_host" env:"SITES_HOST"`
	HTTPSAddress    string        `yaml:"https_address" env:"HTTPS_ADDRESS"`
	RedirectAddress string        `yaml:"redirect_address" env:"REDIRECT_ADDRESS"`
	ACMEDirectory   string        `yaml:"acme_directory" env:"ACME_DIRECTORY"`
	Drain           time.Duration `yaml:"drain" env:"DRAIN"`
}

// Database names the database; an empty URL is SQLite in the data folder.
type Database struct {
	URL string `yaml:"url" env:"URL"`
}

// Auth sets tokens and passwords.
type Auth struct {
	Secret            string        `yaml:"secret" env:"SECRET"`
	PreviousSecrets   []string      `yaml:"previous_secrets" env:"PREVIOUS_SECRETS"`
	AbsoluteLimit     time.Duration `yaml:"absolute_limit" env:"ABSOLUTE_LIMIT"`
	ConcurrentHashes  int           `yaml:"concurrent_hashes" env:"CONCURRENT_HASHES"`
	AttemptsPerMinute int           `yaml:"attempts_per_minute" env:"ATTEMPTS_PER_MINUTE"`
}

// Stripe holds the keys of the Stripe account.
type Stripe struct {
	SecretKey     string `yaml:"secret_key" env:"SECRET_KEY"`
	WebhookSecret string `yaml:"webhook_secret" env:"WEBHOOK_SECRET"`
	// PreviousWebhookSecrets still verify, while the secret is rolled.
	PreviousWebhookSecrets []string `yaml:"previous_webhook_secrets" env:"PREVIOUS_WEBHOOK_SECRETS"`
}

// Mail says who sends and through which server.
type Mail struct {
	From string `yaml:"from" env:"FROM"`
	SMTP SMTP   `yaml:"smtp" envPrefix:"SMTP_"`
}

// SMTP is a mail server; an empty host is the development outbox.
type SMTP struct {
	Host     string `yaml:"host" env:"HOST"`
	Port     int    `yaml:"port" env:"PORT"`
	Username string `yaml:"username" env:"USERNAME"`
	Password string `yaml:"password" env:"PASSWORD"`
	TLS      bool   `yaml:"tls" env:"TLS"`
}

// Site is what the pages say about themselves.
type Site struct {
	Name     string  `yaml:"name" env:"NAME"`
	TimeZone string  `yaml:"time_zone" env:"TIME_ZONE"`
	Contact  Contact `yaml:"contact" envPrefix:"CONTACT_"`
}

// Contact is how people reach the site's owner.
type Contact struct {
	Email string `yaml:"email" env:"EMAIL"`
}

// Policy says how policies are published.
type Policy struct {
	RequireApproval bool `yaml:"require_approval" env:"REQUIRE_APPROVAL"`
	NoticeDays      int  `yaml:"notice_days" env:"NOTICE_DAYS"`
}

// Billing says how things are sold. Tax has Stripe work out and collect taxes;
// TermsConsent has its page ask to agree to the terms; GraceDays is how long an
// unpaid plan goes on.
type Billing struct {
	Tax          bool `yaml:"tax" env:"TAX"`
	TermsConsent bool `yaml:"terms_consent" env:"TERMS_CONSENT"`
	GraceDays    int  `yaml:"grace_days" env:"GRACE_DAYS"`
}

// Audit sets how often the own site is audited (Every; 0 is never), how far, and
// what `prokken audit` knows besides what it sees.
type Audit struct {
	Every          time.Duration `yaml:"every" env:"EVERY"`
	Pages          int           `yaml:"pages" env:"PAGES"`
	AllowPrivate   []string      `yaml:"allow_private" env:"ALLOW_PRIVATE"`
	CookieDatabase string        `yaml:"cookie_database" env:"COOKIE_DATABASE"`
	// Who logs in for `prokken audit --login`. Secrets: from the environment alone.
	Email    string `yaml:"-" env:"EMAIL"`
	Password string `yaml:"-" env:"PASSWORD"`
}

// Backup says how often a backup is made by itself (Every; 0 is never), how many are kept, where
// (Folder; "" is the folder backups in the data folder), and for whom it is encrypted (Recipient: an
// age public key; "" is nobody).
type Backup struct {
	Every     time.Duration `yaml:"every" env:"EVERY"`
	Keep      int           `yaml:"keep" env:"KEEP"`
	Folder    string        `yaml:"folder" env:"FOLDER"`
	Recipient string        `yaml:"recipient" env:"RECIPIENT"`
}

// Metrics says where the figures for Prometheus are read: at an Address of their own, or on
// the site's with the Token; with neither, nowhere.
type Metrics struct {
	Address string `yaml:"address" env:"ADDRESS"`
	Token   string `yaml:"token" env:"TOKEN"`
}

// Log says what the server writes of what happens, and how.
type Log struct {
	Level    slog.Level      `yaml:"level" env:"LEVEL"`
	Format   LogFormat       `yaml:"format" env:"FORMAT"`
	Requests RequestsToWrite `yaml:"requests" env:"REQUESTS"`
}

// Integration is a script of somebody else, for visitors who agreed to its
// category. Hosts are what it talks to besides the script's own.
type Integration struct {
	Name     string   `yaml:"name"`
	Category string   `yaml:"category"`
	Script   string   `yaml:"script"`
	Hosts    []string `yaml:"hosts"`
}

// InProduction reports whether the strict rules hold.
func (c Config) InProduction() bool { return c.Environment == Production }

// SitesURL returns what the addresses of customers' pages begin with: the scheme of the base URL
// and the host that is theirs, or the base URL itself where they have none.
func (c Config) SitesURL() string {
	scheme, _, _ := strings.Cut(c.BaseURL, "://")
	if c.HTTP.SitesHost == "" {
		return c.BaseURL
	}
	return scheme + "://" + c.HTTP.SitesHost
}

// UsesEmulator reports whether the built-in emulator stands in for Stripe.
func (c Config) UsesEmulator() bool { return c.Stripe.SecretKey == "" }

// UsesOutbox reports whether mails are shown on a page instead of being sent.
func (c Config) UsesOutbox() bool { return c.Mail.SMTP.Host == "" }
