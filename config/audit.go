package config

import (
	"net"
	"net/netip"
	"regexp"
	"strconv"
	"time"
)

// mostPages is more than an audit gets through in its time.
const maxPages = 500

func (c Config) checkAudit() error {
	if c.Audit.Every != 0 && c.Audit.Every < time.Hour {
		return wrong("audit.every", "an hour or more, for example 6h; 0 is never")
	}
	if c.Audit.Pages < 1 || c.Audit.Pages > maxPages {
		return wrong("audit.pages", "between 1 and %d", maxPages)
	}
	for _, entry := range c.Audit.AllowPrivate {
		if !isPlace(entry) {
			return wrong("audit.allow_private", "%q is neither a host, nor host:port, nor a range like 10.0.0.0/8", entry)
		}
	}
	return nil
}

var placeForm = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$`)

// isPlace reports whether the entry is a host, a host and a port, or a range.
func isPlace(entry string) bool {
	if _, err := netip.ParsePrefix(entry); err == nil {
		return true
	}
	host := entry
	if name, text, err := net.SplitHostPort(entry); err == nil {
		port, err := strconv.ParseUint(text, 10, 16)
		if err != nil || port == 0 {
			return false
		}
		host = name
	}
	_, err := netip.ParseAddr(host)
	return err == nil || placeForm.MatchString(host)
}
