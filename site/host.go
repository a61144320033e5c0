package site

import (
	"net"
	"net/netip"
	"strings"
)

// HasHost reports whether the host of a request, which may name a port, is the one of the
// site's address. In development the names that a machine has for itself count as well.
func (s *Site) HasHost(host string) bool {
	_, own, _ := strings.Cut(s.Address, "://")
	return strings.EqualFold(host, own) || s.Loopback && isLoopback(host)
}

// isLoopback reports whether the host is a name that a machine has for itself.
func isLoopback(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = strings.Trim(host, "[]")
	}
	address, err := netip.ParseAddr(name)
	return strings.EqualFold(name, "localhost") || err == nil && address.IsLoopback()
}
