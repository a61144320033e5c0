package auth

import (
	netmail "net/mail"
	"regexp"
	"strings"

	"golang.org/x/net/idna"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/validation"
)

// What SMTP can carry (RFC 5321, section 4.5.3.1): the whole without the angle brackets, and the part
// before the @. So the domain is never too long for the DNS.
const (
	maxEmail = 254
	maxLocal = 64
)

// NormalEmail returns the address as it is stored; validation.Errors if it is none.
func NormalEmail(typed string) (string, error) {
	email, ok := reachableEmail(typed)
	if !ok {
		return "", badAddress()
	}
	return email, nil
}

// reachableEmail does what normalEmail does, for what somebody claims as theirs: an address
// where mail can arrive.
func reachableEmail(typed string) (string, bool) {
	email, ok := normalEmail(typed)
	at := strings.LastIndexByte(email, '@')
	return email, ok && at <= maxLocal && isDomain(email[at+1:]) && !mail.IsNowhere(email)
}

// normalEmail returns the address as it is stored: plain ASCII in lower case, with the
// domain as the DNS knows it. It reports whether it is one that mail can be sent to.
func normalEmail(typed string) (string, bool) {
	local, domain, _ := strings.Cut(strings.TrimSpace(typed), "@")
	if ascii, err := idna.Lookup.ToASCII(domain); err == nil && !isASCII(domain) {
		domain = ascii
	}
	email := strings.ToLower(local + "@" + domain)
	if len(email) > maxEmail || !isASCII(local+domain) {
		return email, false
	}
	parsed, err := netmail.ParseAddress(email)
	if err != nil || parsed.Address != email {
		return email, false
	}
	return email, strings.Contains(strings.Trim(domain, "."), ".")
}

// isASCII reports whether the text has neither spaces nor anything beyond ASCII.
func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r >= 127 })
}

// label is one part of a name in the DNS (RFC 1123, section 2.1).
var label = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

// isDomain reports whether mail can find the domain: names, of which the last is no number, and
// neither an address in brackets nor one of numbers.
func isDomain(domain string) bool {
	labels := strings.Split(domain, ".")
	for _, one := range labels {
		if !label.MatchString(one) {
			return false
		}
	}
	last := labels[len(labels)-1]
	_, err := idna.Lookup.ToUnicode(domain) // xn-- that stands for nothing
	return err == nil && len(labels) > 1 && strings.Trim(last, "0123456789") != ""
}

func badAddress() validation.Errors {
	return validation.Errors{"email": "Please check the address: it should look like ada@example.com."}
}
