package hosting

import (
	"crypto/rand"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/idna"

	"github.com/prokken/prokken/audit/siteurl"
	"github.com/prokken/prokken/validation"
)

// badAddress is the complaint about an address, under the name of its field.
func badAddress(because string) error { return validation.Errors{"address": because} }

// Address is the scheme and the host of the site that somebody typed the address of, in small
// letters.
func (s *Service) Address(typed string) (string, error) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return "", badAddress("Please enter the address of your website, like shop.example.")
	}
	u, err := siteurl.Parse(typed)
	if err != nil || len(typed) > 300 {
		return "", badAddress("That is not the address of a website. It looks like shop.example.")
	}
	if u.Host, err = asciiHost(u); err != nil {
		return "", badAddress("That is not the name of a website. It looks like shop.example.")
	}
	if because := s.unusable(u); because != "" {
		return "", badAddress(because)
	}
	return u.Scheme + "://" + u.Host, nil
}

// asciiHost is the host in the one form that names have in the DNS, with its port where it names one.
func asciiHost(u *url.URL) (string, error) {
	name := strings.TrimRight(strings.ToLower(u.Hostname()), ".")
	if _, err := netip.ParseAddr(name); err != nil {
		if name, err = idna.Lookup.ToASCII(name); err != nil {
			return "", err
		}
	} else if strings.Contains(name, ":") {
		name = "[" + name + "]"
	}
	if u.Port() == "" {
		return name, nil
	}
	return name + ":" + u.Port(), nil
}

// unusable says why no site can have the address; "" if one can. Whether its name leads to a public
// address is looked at when it is asked.
func (s *Service) unusable(u *url.URL) string {
	_, notNumber := netip.ParseAddr(u.Hostname())
	switch {
	case s.isPrivate(u):
		return ""
	case s.Sites.Own().HasHost(u.Host):
		return "That is our own address. Our policies are checked all day."
	case notNumber == nil || !strings.Contains(u.Hostname(), ".") || u.Port() != "":
		return "We audit public websites, by their names, like shop.example."
	case u.Scheme != "https":
		return "We audit websites with HTTPS: without it, a policy can be changed on its way."
	case strings.ContainsAny(u.Hostname(), "_%\\ ") || len(u.Hostname()) > 253:
		return "That is not the name of a website. It looks like shop.example."
	}
	return ""
}

// isPrivate reports whether the configuration lets the address be on a private network.
func (s *Service) isPrivate(u *url.URL) bool {
	return slices.Contains(s.Private, siteurl.HostPort(u)) || slices.Contains(s.Private, u.Hostname())
}

var notInSlug = regexp.MustCompile(`[^a-z0-9]+`)

// secretLength is longer than what the request log writes out of an address.
const secretLength = 40

// newSlug is how a site is named in addresses: after its host, with something nobody can guess
// where it is to be found by who has the address alone.
func newSlug(address string, secret bool) string {
	_, host, _ := strings.Cut(address, "://")
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	name = strings.Trim(notInSlug.ReplaceAllString(strings.TrimPrefix(name, "www."), "-"), "-")
	tail := strings.ToLower(rand.Text() + rand.Text())[:secretLength]
	if !secret {
		tail = tail[:5]
	}
	return name[:min(len(name), 40)] + "-" + tail
}
