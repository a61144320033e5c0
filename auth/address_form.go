package auth

import (
	netmail "net/mail"
	"strings"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/validation"
)

// maxEmail is what SMTP can carry (RFC 5321, with the angle brackets).
const maxEmail = 254

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
	return email, ok && !mail.IsNowhere(email)
}

// normalEmail returns the address as it is stored: plain ASCII in lower case. It
// reports whether it is one that mail can be sent to.
func normalEmail(typed string) (string, bool) {
	typed = strings.TrimSpace(typed)
	email := strings.ToLower(typed)
	if len(email) > maxEmail || strings.ContainsFunc(typed, func(r rune) bool { return r <= ' ' || r >= 127 }) {
		return email, false
	}
	parsed, err := netmail.ParseAddress(email)
	if err != nil || parsed.Address != email {
		return email, false
	}
	_, domain, _ := strings.Cut(email, "@")
	return email, strings.Contains(strings.Trim(domain, "."), ".")
}

func badAddress() validation.Errors {
	return validation.Errors{"email": "Please check the address: it should look like ada@example.com."}
}
