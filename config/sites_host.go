package config

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// sitesHostForm is that of a host as it stands in an address, in lower case, with a port where it is
// not the usual one.
var sitesHostForm = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$`)

// checkSitesHost says what is wrong with the host of customers' pages: what strangers write there
// must not share an origin with accounts, and the server has to have its certificate.
func (c Config) checkSitesHost() error {
	host := c.HTTP.SitesHost
	if host == "" {
		return nil
	}
	if !sitesHostForm.MatchString(host) {
		return wrong("http.sites_host", "%q is not a host like policies.example, in lower case", host)
	}
	if base, err := url.Parse(c.BaseURL); err != nil || strings.EqualFold(base.Host, host) {
		return wrong("http.sites_host", "it has to be another host than that of base_url")
	}
	name, _, _ := strings.Cut(host, ":")
	if len(c.HTTP.Domains) > 0 && !slices.Contains(c.HTTP.Domains, name) {
		return wrong("http.sites_host", "with http.domains it is one of them")
	}
	return nil
}
