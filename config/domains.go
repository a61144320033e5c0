package config

import (
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// domainForm is that of a name which an authority certifies after a look at the server itself: it
// has a dot, and no part of it is a star.
var domainForm = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)

func (c Config) checkDomains() error {
	if len(c.HTTP.Domains) == 0 {
		return nil
	}
	for _, domain := range c.HTTP.Domains {
		if !domainForm.MatchString(domain) || net.ParseIP(domain) != nil {
			return wrong("http.domains", "%q is not a name like prokken.com, in lower case", domain)
		}
	}
	if base, err := url.Parse(c.BaseURL); err != nil || base.Scheme != "https" || !slices.Contains(c.HTTP.Domains, base.Hostname()) {
		return wrong("base_url", "with http.domains it is https:// and one of them")
	}
	return c.checkSecureAddresses()
}

func (c Config) checkSecureAddresses() error {
	if _, port, err := net.SplitHostPort(c.HTTP.HTTPSAddress); err != nil || port == "" {
		return wrong("http.https_address", "%q is not like :443", c.HTTP.HTTPSAddress)
	}
	if _, port, err := net.SplitHostPort(c.HTTP.RedirectAddress); err != nil || port == "" {
		return wrong("http.redirect_address", "%q is not like :80", c.HTTP.RedirectAddress)
	}
	if !strings.HasPrefix(c.HTTP.ACMEDirectory, "https://") {
		return wrong("http.acme_directory", "%q is not an address that starts with https://", c.HTTP.ACMEDirectory)
	}
	return nil
}
