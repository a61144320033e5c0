// Package certificate obtains the certificates of the site's domains from an authority that speaks
// ACME (RFC 8555), such as Let's Encrypt, renews them, and answers the authority's challenges.
// Start reading at [Open].
package certificate

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"sync"
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
	Port      string         // the port that visitors reach it at; "" is 443
	Every     time.Duration  // how often is looked for what has to be renewed; 0: every ten minutes
}

// Keeper holds the certificates of the domains.
type Keeper struct {
	domains []string
	port    string
	cache   *certmagic.Cache
	config  *certmagic.Config
	issuer  *certmagic.ACMEIssuer
}

// Open makes a keeper. Nothing is asked for before [Keeper.Run]. Its caller closes it.
func Open(settings Settings) *Keeper {
	k := &Keeper{domains: settings.Domains, port: settings.Port}
	k.cache = certmagic.NewCache(certmagic.CacheOptions{
		GetConfigForCert:   func(certmagic.Certificate) (*certmagic.Config, error) { return k.config, nil },
		RenewCheckInterval: settings.Every,
		Logger:             zap.NewNop(),
	})
	k.config = certmagic.New(k.cache, certmagic.Config{
		Storage:           storage{&certmagic.FileStorage{Path: settings.Folder}},
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
// and later. It returns when nothing is asked for any more.
func (k *Keeper) Run(ctx context.Context) {
	var all sync.WaitGroup
	for _, domain := range k.domains {
		all.Go(func() { k.manage(ctx, domain) })
	}
	<-ctx.Done()
	all.Wait()
}

// manage cares for one domain. What fails leaves it without a certificate, and the others as they are.
func (k *Keeper) manage(ctx context.Context, domain string) {
	err := k.discardDamaged(ctx, domain)
	if err == nil {
		err = k.config.ObtainCertAsync(ctx, domain) // waits here; ManageAsync would where nobody sees its end
	}
	if err == nil {
		err = k.config.ManageAsync(ctx, []string{domain})
	}
	if err != nil && ctx.Err() == nil {
		slog.ErrorContext(ctx, "the certificate that is kept cannot be used", "domain", domain, "error", err)
	}
}

// discardDamaged throws away what is kept for the domain if it is no certificate with its key, as
// after a disk was full: the library would neither use it nor ask for another one.
func (k *Keeper) discardDamaged(ctx context.Context, domain string) error {
	issuer, keys := k.issuer.IssuerKey(), certmagic.StorageKeys
	chain, err1 := k.config.Storage.Load(ctx, keys.SiteCert(issuer, domain))
	key, err2 := k.config.Storage.Load(ctx, keys.SitePrivateKey(issuer, domain))
	if errors.Is(err1, fs.ErrNotExist) && errors.Is(err2, fs.ErrNotExist) {
		return nil
	}
	_, err := tls.X509KeyPair(chain, key)
	if err == nil {
		return nil
	}
	slog.WarnContext(ctx, "a damaged certificate is thrown away", "domain", domain, "error", errors.Join(err, err1, err2))
	return k.config.Storage.Delete(ctx, keys.CertsSitePrefix(issuer, domain))
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
