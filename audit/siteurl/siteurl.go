// Package siteurl reads addresses as browsers do: what belongs to one site, and what
// of an address may be told. All parts of an audit may use it, and the command that
// asks for one. Start reading at [Parse].
package siteurl

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// Parse reads the address of a site to audit. "prokken.com" is
// https://prokken.com/.
func Parse(text string) (*url.URL, error) {
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%q is not an address", text)
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("only http and https can be audited, not %q", u.Scheme)
	case u.Hostname() == "":
		return nil, fmt.Errorf("%q names no site", text)
	case u.User != nil:
		return nil, errors.New("leave user name and password out of the address")
	}
	if u.Path == "" {
		u.Path = "/"
	}
	u.Fragment = ""
	return u, nil
}

// SiteOf is the registrable domain of a host: what browsers call a site. An
// address and a name like localhost are their own.
func SiteOf(host string) string {
	host = strings.ToLower(strings.Trim(strings.TrimPrefix(host, "."), "[]"))
	if address, err := netip.ParseAddr(host); err == nil {
		return address.Unmap().String()
	}
	site, err := publicsuffix.EffectiveTLDPlusOne(strings.TrimSuffix(host, "."))
	if err != nil {
		return host
	}
	return site
}

// SameSite reports whether both addresses belong to one site.
func SameSite(a, b *url.URL) bool { return SiteOf(a.Hostname()) == SiteOf(b.Hostname()) }

// IsPlainLocal: a site of this machine without HTTPS is nobody's production.
func IsPlainLocal(u *url.URL) bool {
	host := u.Hostname()
	address, err := netip.ParseAddr(host)
	return u.Scheme == "http" &&
		(host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && address.IsLoopback())
}

// HostPort is where the address is served.
func HostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// Bare is the address without what may hold secrets or change from visit to
// visit.
func Bare(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme == "data" || u.Scheme == "blob" {
		return ""
	}
	u.RawQuery, u.Fragment, u.User = "", "", nil
	return u.String()
}

// Origin is the origin of an address: "https://example.com"; "" if it has none.
func Origin(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
