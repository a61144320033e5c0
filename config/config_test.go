package config

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func shipped(t *testing.T) []byte {
	t.Helper()
	text, err := os.ReadFile("../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestShippedConfigurationStarts(t *testing.T) {
	text := shipped(t)
	t.Chdir(t.TempDir())
	c, err := Load(text, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.BaseURL != "http://localhost:8080" || len(c.Plans) != 2 || c.Auth.AbsoluteLimit != 90*24*time.Hour {
		t.Errorf("unexpected: %+v", c)
	}
	if !c.UsesEmulator() || !c.UsesOutbox() {
		t.Error("development without keys uses the emulator and the outbox")
	}
}

func TestFileAndEnvironmentOverride(t *testing.T) {
	path := filepath.Join(t.TempDir(), "own.yaml")
	file := "site: {name: Own}\nplans:\n  - {id: solo, name: Solo, prices: [{amount: 100, currency: eur, interval: year}]}\n"
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(
		shipped(t),
		path,
		[]string{"PROKKEN_HTTP_ADDRESS=127.0.0.1:9", "PROKKEN_MAIL_SMTP_PORT=25", "PROKKEN_TEST_REQUIRE=postgres"},
	)
	if err != nil {
		t.Fatal(err)
	}
	if c.Site.Name != "Own" || c.HTTP.Address != "127.0.0.1:9" || c.Mail.SMTP.Port != 25 {
		t.Errorf("unexpected: %+v", c)
	}
	if len(c.Plans) != 1 || c.Plans[0].ID != "solo" {
		t.Errorf("a file's plans replace the shipped ones, got %+v", c.Plans)
	}
	if c.Site.Contact.Email == "" {
		t.Error("a key that the file leaves out keeps its shipped value")
	}
}

func TestBaseURLFollowsTheListener(t *testing.T) {
	text := shipped(t)
	t.Chdir(t.TempDir())
	for address, want := range map[string]string{
		":8080": "http://localhost:8080", "127.0.0.1:9": "http://localhost:9", "[::]:9": "http://localhost:9", "127.0.0.2:9": "http://127.0.0.2:9",
	} {
		if c, err := Load(text, "", []string{"PROKKEN_HTTP_ADDRESS=" + address}); err != nil || c.BaseURL != want {
			t.Errorf("%s: %s, %v", address, c.BaseURL, err)
		}
	}
}

func TestBaseURLFollowsTheDomains(t *testing.T) {
	text := shipped(t)
	t.Chdir(t.TempDir())
	for base, want := range map[string]string{
		"": "https://prokken.example", "https://www.prokken.example": "https://www.prokken.example",
		"https://prokken.example:8443": "https://prokken.example:8443",
	} {
		c, err := Load(text, "", []string{"PROKKEN_HTTP_DOMAINS=prokken.example,www.prokken.example", "PROKKEN_BASE_URL=" + base})
		if err != nil || c.BaseURL != want {
			t.Errorf("%s: %s, %v", base, c.BaseURL, err)
		}
	}
}

func TestBadConfigurationIsNamed(t *testing.T) {
	tests := map[string]struct {
		file  string
		env   string
		names string
	}{
		"unknown key":          {file: "htpp: {}\n", names: "htpp"},
		"unknown nested key":   {file: "http: {addresses: x}\n", names: "addresses"},
		"malformed file":       {file: "site: [\n", names: "own.yaml"},
		"wrong type":           {file: "mail: {smtp: {port: lots}}\n", names: "own.yaml"},
		"unknown variable":     {env: "PROKKEN_HTTP_ADDRESSES=:1", names: "PROKKEN_HTTP_ADDRESSES"},
		"comments alone":       {file: "# nothing\n", env: "PROKKEN_ENVIRONMENT=prod", names: "environment"},
		"bad variable":         {env: "PROKKEN_MAIL_SMTP_PORT=lots", names: "Port"},
		"trusted proxy":        {file: "http: {trusted_proxies: [10.0.0.1]}\n", names: "http.trusted_proxies"},
		"domain with a star":   {env: "PROKKEN_HTTP_DOMAINS=*.prokken.example", names: "http.domains"},
		"domain in capitals":   {env: "PROKKEN_HTTP_DOMAINS=Prokken.example", names: "http.domains"},
		"domain with a port":   {env: "PROKKEN_HTTP_DOMAINS=prokken.example:443", names: "http.domains"},
		"domain of numbers":    {env: "PROKKEN_HTTP_DOMAINS=127.0.0.1", names: "http.domains"},
		"domain without a dot": {env: "PROKKEN_HTTP_DOMAINS=localhost", names: "http.domains"},
		"another's domain": {
			file: "base_url: https://other.example\n", env: "PROKKEN_HTTP_DOMAINS=prokken.example", names: "base_url",
		},
		"domains over http": {
			file: "base_url: http://prokken.example\n", env: "PROKKEN_HTTP_DOMAINS=prokken.example", names: "base_url",
		},
		"https at no port": {
			file: "http: {domains: [prokken.example]}\n", env: "PROKKEN_HTTP_HTTPS_ADDRESS=127.0.0.1",
			names: "http.https_address",
		},
		"http at no port": {
			file: "http: {domains: [prokken.example]}\n", env: "PROKKEN_HTTP_REDIRECT_ADDRESS=127.0.0.1",
			names: "http.redirect_address",
		},
		"an authority over http": {
			file: "http: {domains: [prokken.example]}\n", env: "PROKKEN_HTTP_ACME_DIRECTORY=http://ca.example/dir",
			names: "http.acme_directory",
		},
		"old secret":            {env: "PROKKEN_AUTH_PREVIOUS_SECRETS=short", names: "auth.previous_secrets"},
		"no attempts":           {env: "PROKKEN_AUTH_ATTEMPTS_PER_MINUTE=0", names: "auth.attempts_per_minute"},
		"mail in the clear":     {file: "mail: {smtp: {host: smtp.example.com, tls: false}}\n", names: "mail.smtp.tls"},
		"environment":           {env: "PROKKEN_ENVIRONMENT=prod", names: "environment"},
		"base url":              {env: "PROKKEN_BASE_URL=localhost", names: "base_url"},
		"listener":              {env: "PROKKEN_HTTP_ADDRESS=x:y:z", names: "http.address"},
		"base url with a query": {env: "PROKKEN_BASE_URL=http://a.example?x=1", names: "base_url"},
		"contact with a name":   {env: "PROKKEN_SITE_CONTACT_EMAIL=Me <a@b.c>", names: "site.contact.email"},
		"database":              {env: "PROKKEN_DATABASE_URL=mysql://x", names: "database.url"},
		"short secret":          {env: "PROKKEN_AUTH_SECRET=short", names: "auth.secret"},
		"zone":                  {env: "PROKKEN_SITE_TIME_ZONE=Mars/Base", names: "site.time_zone"},
		"contact":               {env: "PROKKEN_SITE_CONTACT_EMAIL=nobody", names: "site.contact.email"},
		"plan twice": {
			file:  "plans: [{id: a, name: A, prices: [{amount: 1, currency: usd, interval: month}]}, {id: a, name: A, prices: [{amount: 1, currency: usd, interval: month}]}]",
			names: "twice",
		},
		"audited too often":  {env: "PROKKEN_AUDIT_EVERY=59m", names: "audit.every"},
		"audited backwards":  {env: "PROKKEN_AUDIT_EVERY=-1h", names: "audit.every"},
		"audit of no page":   {env: "PROKKEN_AUDIT_PAGES=0", names: "audit.pages"},
		"audit of all pages": {env: "PROKKEN_AUDIT_PAGES=501", names: "audit.pages"},
		"private place": {
			env:   "PROKKEN_AUDIT_ALLOW_PRIVATE=intra.example,http://10.0.0.1",
			names: "audit.allow_private",
		},
		"private port": {env: "PROKKEN_AUDIT_ALLOW_PRIVATE=intra.example:0", names: "audit.allow_private"},
		"free plan": {
			file:  "plans: [{id: a, name: A, prices: [{amount: 0, currency: usd, interval: month}]}]",
			names: "amount",
		},
		"production over http": {env: "PROKKEN_ENVIRONMENT=production", names: "https://"},
		"production, bad secret": {
			file:  "base_url: https://prokken.com\n",
			env:   "PROKKEN_ENVIRONMENT=production",
			names: "auth.secret",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "own.yaml")
			if err := os.WriteFile(path, []byte(tt.file), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := Load(shipped(t), path, []string{tt.env})
			if err == nil {
				t.Fatal("it was accepted")
			}
			if !strings.Contains(err.Error(), tt.names) {
				t.Errorf("%q does not name %q", err, tt.names)
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("not one line: %q", err)
			}
		})
	}
}

func TestProductionRefusesStandIns(t *testing.T) {
	base := []string{
		"PROKKEN_ENVIRONMENT=production", "PROKKEN_BASE_URL=https://prokken.com",
		"PROKKEN_AUTH_SECRET=" + strings.Repeat("x", 32), "PROKKEN_STRIPE_SECRET_KEY=sk_live_x",
		"PROKKEN_STRIPE_WEBHOOK_SECRET=whsec_x", "PROKKEN_MAIL_SMTP_HOST=smtp.example.com",
	}
	text, own := shipped(t), filepath.Join(t.TempDir(), "own.yaml")
	t.Chdir(t.TempDir())
	if err := os.WriteFile(own, []byte("plans: []\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(text, own, base); err != nil {
		t.Fatalf("complete: %v", err)
	}
	for i, missing := range base[1:] {
		without := append(append([]string{}, base[:i+1]...), base[i+2:]...)
		if _, err := Load(text, own, without); err == nil {
			t.Errorf("accepted without %s", missing)
		}
	}
}

// TestProductionSellsTheShippedPlans: what they give is there.
func TestProductionSellsTheShippedPlans(t *testing.T) {
	text := shipped(t)
	t.Chdir(t.TempDir())
	c, err := Load(text, "", []string{
		"PROKKEN_ENVIRONMENT=production", "PROKKEN_BASE_URL=https://prokken.com",
		"PROKKEN_AUTH_SECRET=" + strings.Repeat("x", 32), "PROKKEN_STRIPE_SECRET_KEY=sk_live_x",
		"PROKKEN_STRIPE_WEBHOOK_SECRET=whsec_x", "PROKKEN_MAIL_SMTP_HOST=smtp.example.com",
	})
	if err != nil || len(c.Plans) == 0 {
		t.Errorf("%d plans, %v", len(c.Plans), err)
	}
}

// TestTaxBehavior is one of two words, or none.
func TestTaxBehavior(t *testing.T) {
	for word, isGood := range map[string]bool{"": true, "exclusive": true, "inclusive": true, "included": false} {
		err := checkPrices([]Price{{Currency: "eur", Interval: "month", Amount: 900, TaxBehavior: word}}, []string{"month"})
		if (err == nil) != isGood {
			t.Errorf("%q: %v", word, err)
		}
	}
}

func TestAuditSettings(t *testing.T) {
	text := shipped(t)
	t.Chdir(t.TempDir())
	c, err := Load(text, "", nil)
	if err != nil || c.Audit.Every != 6*time.Hour || c.Audit.Pages != 25 || len(c.Audit.AllowPrivate) != 0 {
		t.Errorf("shipped: %+v, %v", c.Audit, err)
	}
	c, err = Load(text, "", []string{
		"PROKKEN_AUDIT_EVERY=0", "PROKKEN_AUDIT_PAGES=3",
		"PROKKEN_AUDIT_ALLOW_PRIVATE=intra.example,db.example:8080,10.0.0.0/8,fd00::/8,10.0.0.1,[::1]:80",
	})
	if err != nil || c.Audit.Every != 0 || c.Audit.Pages != 3 || len(c.Audit.AllowPrivate) != 6 {
		t.Errorf("set: %+v, %v", c.Audit, err)
	}
}

// TestProductionNamesAllAtOnce: nobody starts five times to learn of five settings.
func TestProductionNamesAllAtOnce(t *testing.T) {
	text := shipped(t)
	t.Chdir(t.TempDir())
	c, err := Load(text, "", []string{"PROKKEN_ENVIRONMENT=production"})
	var problems Problems
	if !errors.As(err, &problems) {
		t.Fatalf("got %v", err)
	}
	var variables []string
	for _, p := range problems {
		variables = append(variables, p.Variable())
	}
	want := []string{
		"PROKKEN_BASE_URL", "PROKKEN_AUTH_SECRET", "PROKKEN_STRIPE_SECRET_KEY", "PROKKEN_STRIPE_WEBHOOK_SECRET",
		"PROKKEN_MAIL_SMTP_HOST",
	}
	if !slices.Equal(variables, want) {
		t.Errorf("named: %v", variables)
	}
	if c.Site.Name == "" {
		t.Error("what could be read is not returned")
	}
}

// TestProductionTakesNoTestKeys: with a key of the test mode everybody would buy and nobody pay.
func TestProductionTakesNoTestKeys(t *testing.T) {
	text := shipped(t)
	t.Chdir(t.TempDir())
	keys := map[string]bool{"sk_test_x": true, "rk_test_x": true, "sk_live_x": false, "rk_live_x": false}
	for key, refused := range keys {
		_, err := Load(text, "", []string{
			"PROKKEN_ENVIRONMENT=production", "PROKKEN_BASE_URL=https://prokken.com",
			"PROKKEN_AUTH_SECRET=" + strings.Repeat("x", 32), "PROKKEN_STRIPE_SECRET_KEY=" + key,
			"PROKKEN_STRIPE_WEBHOOK_SECRET=whsec_x", "PROKKEN_MAIL_SMTP_HOST=smtp.example.com",
		})
		if refused != (err != nil && strings.Contains(err.Error(), "test mode")) {
			t.Errorf("%s: %v", key, err)
		}
	}
}
