package proxy

import (
	"cmp"
	"context"
	"net"
	"net/netip"
	"time"
)

// Settings say where the browser may go, and how much. The zero value is ready
// to use: public addresses alone, with the bounds below.
type Settings struct {
	// Allow lists what may be private: host:port (any port), host (ports of the
	// web), an address, or a range such as 10.0.0.0/8. A host grants that name
	// alone, not what else lives at its address. Give the port where you can: a
	// bare 127.0.0.1 opens every program of this machine to the page.
	Allow []string
	// Deny lists hosts that are refused with everything below them; it wins.
	Deny []string

	MaxBytes    int64         // of the whole proxy, both ways; 250 MB
	MaxResponse int64         // of one plain answer, with its headers; 10 MB
	MaxTunnel   int64         // down one tunnel, which carries many answers; 50 MB
	MaxConns    int           // to the world, at the same time; 64
	FirstByte   time.Duration // until a connection answers; 20 seconds
	Idle        time.Duration // without a byte either way; 30 seconds

	// Resolve looks a host up; nil asks the system.
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)
	// Dial is for tests: where a host really is, as address:port. Its resolved
	// addresses are checked as ever, and then this one is called instead.
	Dial map[string]string
}

const (
	maxHeader   = 64 << 10
	maxHosts    = 2000 // a page can make names up, each is a question to the resolver
	connectTime = 10 * time.Second
	resolveTime = 10 * time.Second
)

// Nobody is a name that no host can have (RFC 2606).
const Nobody = "nobody.invalid"

// Background are the hosts that Chromium asks on its own account. None of them is
// part of a page. Its flags turn most of it off; this is for the rest.
var Background = []string{
	Nobody,
	"clients1.google.com", "clients2.google.com", "clients4.google.com", "clientservices.googleapis.com",
	"update.googleapis.com", "safebrowsing.googleapis.com", "safebrowsing.google.com",
	"optimizationguide-pa.googleapis.com",
	"content-autofill.googleapis.com", "passwordsleakcheck-pa.googleapis.com", "edgedl.me.gvt1.com",
	"redirector.gvt1.com", "mtalk.google.com", "android.clients.google.com",
}

func (s Settings) filled() Settings {
	s.MaxBytes = cmp.Or(s.MaxBytes, 250<<20)
	s.MaxResponse = cmp.Or(s.MaxResponse, 10<<20)
	s.MaxTunnel = cmp.Or(s.MaxTunnel, 50<<20)
	s.MaxConns = cmp.Or(s.MaxConns, 64)
	s.FirstByte = cmp.Or(s.FirstByte, 20*time.Second)
	s.Idle = cmp.Or(s.Idle, 30*time.Second)
	if s.Resolve == nil {
		s.Resolve = lookUp
	}
	return s
}

// lookUp uses Go's own resolver: it ends with its context, and it does not take
// "2130706433" for an address.
func lookUp(ctx context.Context, host string) ([]netip.Addr, error) {
	resolver := net.Resolver{PreferGo: true}
	return resolver.LookupNetIP(ctx, "ip", host)
}
