package verification

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"strings"
)

// recordName returns where the TXT record of a host stands; "" for an address of numbers, which
// has none.
func recordName(site *url.URL) string {
	if _, err := netip.ParseAddr(site.Hostname()); err == nil {
		return ""
	}
	return "_prokken." + site.Hostname()
}

// recordValue returns what the TXT record says.
func recordValue(token string) string { return "prokken=" + token }

// lookDNS looks for the token's TXT record.
func (v *Verifier) lookDNS(ctx context.Context, site *url.URL, token string) string {
	name := recordName(site)
	if name == "" {
		return "An address of numbers has no TXT records."
	}
	records, err := v.settings.Resolver.LookupTXT(ctx, name+".")
	for _, r := range records {
		if strings.TrimSpace(r) == recordValue(token) {
			return ""
		}
	}
	return "We asked for TXT records of " + name + " and " + gotRecords(records, err)
}

// gotRecords says what name servers answered instead.
func gotRecords(records []string, err error) string {
	var dns *net.DNSError
	switch {
	case len(records) > 0:
		return "got " + quoteSome(records) + ", which is not what we asked you to put there."
	case err == nil, errors.As(err, &dns) && dns.IsNotFound:
		return "got none."
	}
	return "the name servers did not answer."
}
