package proxy

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
)

// grant is an entry of Settings.Allow: a host or a range; port 0 stands for the
// ports of the web.
type grant struct {
	host string
	in   netip.Prefix
	port uint16
}

func grants(list []string) ([]grant, error) {
	out := make([]grant, 0, len(list))
	for _, entry := range list {
		g, err := newGrant(entry)
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	return out, nil
}

func newGrant(entry string) (grant, error) {
	if prefix, err := netip.ParsePrefix(entry); err == nil {
		return grant{in: prefix.Masked()}, nil
	}
	if host, port, err := net.SplitHostPort(entry); err == nil {
		t, err := newTarget(host, port)
		if err != nil {
			return grant{}, fmt.Errorf("%q is no host and port", entry)
		}
		return grant{host: t.host, port: t.port}, nil
	}
	host, ok := hostName(entry)
	if !ok {
		return grant{}, fmt.Errorf("%q is neither a host, nor host:port, nor a range of addresses", entry)
	}
	return grant{host: host}, nil
}

func (g grant) covers(t target, a netip.Addr) bool {
	if g.port != t.port && (g.port != 0 || !webPort(t.port)) {
		return false
	}
	return g.host == t.host || g.in.IsValid() && g.in.Contains(a)
}

// permits is the rule: public addresses on the ports of the web, and private ones
// that are allowed. The proxy itself is nobody's to reach.
func (p *Proxy) permits(t target, a netip.Addr) bool {
	where := reachOf(a)
	if where == never || netip.AddrPortFrom(a, t.port) == p.address {
		return false
	}
	granted := slices.ContainsFunc(p.allowed, func(g grant) bool { return g.covers(t, a) })
	return granted || where == public && webPort(t.port)
}

func (p *Proxy) denied(host string) bool {
	return slices.ContainsFunc(p.settings.Deny, func(suffix string) bool {
		return host == suffix || strings.HasSuffix(host, "."+suffix)
	})
}

// databases are ports above 1023 at which something answers that a page could
// talk into harm: databases, desktops, containers, files, telephones.
var databases = []uint16{
	1433, 1521, 2049, 2375, 2376, 2379, 2380, 3306, 3389, 5060, 5061, 5432, 5672, 5900, 5984, 6000, 6379, 6667,
	9042, 9200, 9300, 10250, 11211, 26257, 27017,
}

// webPort reports whether websites are found at a port. Browsers keep a list of
// refused ports, but a page must not decide with its own CONNECT what we speak to.
func webPort(port uint16) bool {
	return port == 80 || port == 443 || port >= 1024 && !slices.Contains(databases, port)
}
