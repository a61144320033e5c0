// Package certificate obtains the certificates of the site's domains from an authority that speaks
// ACME (RFC 8555), such as Let's Encrypt, renews them, and answers the authority's challenges.
// Start reading at [Open].
package certificate

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"log/slog"
	"net"
	"time"

	"github.com/caddyserver/certmagic"
	"go.uber.org/zap"
)

// Settings say for which domains certificates are kept, and where.
type Settings struct {
	Domains   []string       // like prokken.com; the first is taken for a client that names none
	Directory string         // the address of the authority's ACME directory
	Folder    string         // keeps keys and certificates, readable by its owner alone
	Roots     *x509.CertPool // whom to believe that it is the authority; nil: the machine's
	HTTPPort  int            // the port that [Keeper.Plain] is served on
	HTTPSPort int            // the port that [Keeper.Secure] listens on
	Every     time.Duration  // how often is looked for what has to be renewed; 0: every ten minutes
}

// Keeper holds the certificates of the domains.
type Keeper struct {
	domains []string
	port    int
	cache   *certmagic.Cache
	config  *certmagic.Config
	issuer  *certmagic.ACMEIssuer
}

// Open makes a keeper. Nothing is asked for before [Keeper.Run]. Its caller closes it.
func Open(settings Settings) *Keeper {
	k := &Keeper{domains: settings.Domains, port: settings.HTTPSPort}
	k.cache = certmagic.NewCache(certmagic.CacheOptions{
		GetConfigForCert:   func(certmagic.Certificate) (*certmagic.Config, error) { return k.config, nil },
		RenewCheckInterval: settings.Every,
		Logger:             zap.NewNop(),
	})
	k.config = certmagic.New(k.cache, certmagic.Config{
		Storage:           &certmagic.FileStorage{Path: settings.Folder},
		DefaultServerName: settings.Domains[0],
		OnEvent:           report,
		Logger:            zap.NewNop(),
	})
	k.issuer = certmagic.NewACMEIssuer(k.config, certmagic.ACMEIssuer{
		CA: settings.Directory, TrustedRoots: settings.Roots, Agreed: true,
		AltHTTPPort: settings.HTTPPort, AltTLSALPNPort: settings.HTTPSPort, Logger: zap.NewNop(),
	})
	k.config.Issuers = []certmagic.Issuer{k.issuer}
	return k
}

// Run loads, obtains and renews the certificates until ctx ends. What fails is tried again, later
// and later.
func (k *Keeper) Run(ctx context.Context) error {
	if err := k.config.ManageAsync(ctx, k.domains); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// Secure returns a listener that speaks TLS on the connections of another: HTTP/2, HTTP/1.1, and the
// challenge TLS-ALPN-01.
func (k *Keeper) Secure(plain net.Listener) net.Listener {
	settings := k.config.TLSConfig()
	settings.NextProtos = append([]string{"h2", "http/1.1"}, settings.NextProtos...)
	return tls.NewListener(plain, settings)
}

// Close ends the renewals.
func (k *Keeper) Close() { k.cache.Stop() }

// report tells the log what came of asking the authority.
func report(ctx context.Context, event string, data map[string]any) error {
	switch event {
	case "cert_obtained":
		slog.InfoContext(ctx, "a certificate was obtained", "domain", data["identifier"], "renewal", data["renewal"])
	case "cert_failed":
		slog.ErrorContext(ctx, "no certificate was obtained; it is tried again later",
			"domain", data["identifier"], "error", data["error"])
	}
	return nil
}
