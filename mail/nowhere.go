package mail

import "strings"

// IsNowhere reports whether no mail can arrive at the address: it is under
// .invalid, which nobody ever owns (RFC 2606, section 2). No mail is sent there,
// and nobody can sign up from there.
func IsNowhere(address string) bool {
	return strings.HasSuffix(strings.TrimSuffix(strings.ToLower(address), "."), ".invalid")
}
