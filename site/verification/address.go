package verification

import (
	"errors"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/idna"

	"github.com/prokken/prokken/audit/siteurl"
)

// ErrAddress says that an address is none of a host that can be verified.
var ErrAddress = errors.New("this is not the address of a host, such as https://shop.example")

// parse reads the address of a host. Without HTTPS anybody on the way could answer for the
// host, so that only what is listed as private may go without.
func (v *Verifier) parse(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.Hostname() == "" || strings.Trim(u.Path, "/")+u.RawQuery+u.Fragment != "" {
		return nil, ErrAddress
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !slices.Contains(v.settings.Private, siteurl.HostPort(u))) {
		return nil, ErrAddress
	}
	host, err := hostOf(u)
	if err != nil {
		return nil, ErrAddress
	}
	if u.Port() != "" {
		host = net.JoinHostPort(strings.Trim(host, "[]"), u.Port())
	}
	return &url.URL{Scheme: u.Scheme, Host: host, Path: "/"}, nil
}

// hostOf returns the host as it stands in an address, in the one spelling that name servers know.
func hostOf(u *url.URL) (string, error) {
	if a, err := netip.ParseAddr(u.Hostname()); err == nil {
		if a.Is6() {
			return "[" + a.String() + "]", nil
		}
		return a.String(), nil
	}
	return idna.Lookup.ToASCII(strings.TrimSuffix(u.Hostname(), "."))
}

// at returns the address of a path on the site.
func at(site *url.URL, path string) string {
	u := *site
	u.Path = path
	return u.String()
}
