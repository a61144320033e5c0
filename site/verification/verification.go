// Package verification looks whether a host belongs to somebody: whether it shows a token that
// only who runs the host can put there, as a TXT record, as a file, or in the head of its start
// page. Its requests go where an audit goes, through the proxy of package audit/proxy: to public addresses alone. It
// knows no database; who calls it stores what came of it. Start reading at [Verifier.Check].
package verification

import (
	"context"
	"crypto/x509"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"time"

	"github.com/prokken/prokken/models/sites"
)

// maxTime is how long a check takes at most, all methods together.
const maxTime = 10 * time.Second

var errNoToken = errors.New("there is no token to look for")

// Resolver answers questions for TXT records. Names end with a dot, so that no search list of
// this machine is tried.
type Resolver interface {
	LookupTXT(ctx context.Context, name string) ([]string, error)
}

// Settings say where a verifier may go. The zero value is ready to use.
type Settings struct {
	// Private lists what may be at a private address, as audit.allow_private does. What it
	// lists with its port may be asked without HTTPS.
	Private []string
	// Resolver answers for TXT records; nil asks the system.
	Resolver Resolver
	// Roots are the certificates that are trusted; nil trusts those of the system.
	Roots *x509.CertPool

	// Resolve and Dial are those of the settings of package audit/proxy.
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)
	Dial    map[string]string
}

// Options narrow a check.
type Options struct {
	// Only is the one method that counts; "" counts all of them. A host that somebody had and
	// gave up shows by DNS alone that it is another's: files and pages outlive their owners.
	Only sites.Method
}

// Verifier looks for tokens. Several goroutines may use it.
type Verifier struct {
	settings Settings
	maxTime  time.Duration
}

// New returns a verifier with the settings.
func New(settings Settings) *Verifier {
	if settings.Resolver == nil {
		settings.Resolver = net.DefaultResolver
	}
	return &Verifier{settings, maxTime}
}

// Check looks for the token on the host of the address, which is https://host or
// https://host:port, and returns by which method the host shows it. It returns a [NotFound], whose
// text people can read, where no method shows it, [ErrAddress] for what is no such address, and
// another error where it could not look.
func (v *Verifier) Check(ctx context.Context, address, token string) (sites.Method, error) {
	return v.CheckWith(ctx, address, token, Options{})
}

// CheckWith does what [Verifier.Check] does, narrowed by the options.
func (v *Verifier) CheckWith(ctx context.Context, address, token string, o Options) (sites.Method, error) {
	site, err := v.parse(address)
	if err != nil {
		return "", err
	}
	if token == "" {
		return "", errNoToken
	}
	limited, cancel := context.WithTimeout(ctx, v.maxTime)
	defer cancel()
	method, err := v.look(limited, site, token, o)
	if err != nil && ctx.Err() != nil {
		return "", ctx.Err() // nobody waits any more: this tells nothing about the host
	}
	return method, err
}

// look asks by all methods at the same time, and takes the first in their order that shows the
// token.
func (v *Verifier) look(ctx context.Context, site *url.URL, token string, o Options) (sites.Method, error) {
	door, err := v.open(site)
	if err != nil {
		return "", err
	}
	defer door.close()
	var missed NotFound
	for _, l := range v.begin(ctx, door, site, token, o) {
		found := <-l.found
		if found == "" {
			return l.method, nil
		}
		missed.Looked = append(missed.Looked, Look{l.method, found})
	}
	return "", missed
}

// looking is a look that has begun. It gives what was found instead of the token; "" if that was
// the token.
type looking struct {
	method sites.Method
	found  <-chan string
}

// begin starts the looks that count. Each ends with the context.
func (v *Verifier) begin(ctx context.Context, d *door, site *url.URL, token string, o Options) []looking {
	var all []looking
	for _, m := range []struct {
		method sites.Method
		look   func() string
	}{
		{sites.ByDNS, func() string { return v.lookDNS(ctx, site, token) }},
		{sites.ByFile, func() string { return d.lookFile(ctx, site, token) }},
		{sites.ByMeta, func() string { return d.lookMeta(ctx, site, token) }},
	} {
		if o.Only == "" || o.Only == m.method {
			found := make(chan string, 1)
			go func() { found <- m.look() }()
			all = append(all, looking{m.method, found})
		}
	}
	return all
}
