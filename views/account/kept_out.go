package account

import "strings"

// KeptOut says which of the cookies that a log-in needs the browser did not store. Again
// is the address of the next try.
type KeptOut struct {
	Cookies []string
	Again   string
}

// sentence names the cookies.
func (k KeptOut) sentence() string {
	what := "the cookie "
	if len(k.Cookies) > 1 {
		what = "the cookies "
	}
	return "Your browser blocks " + what + strings.Join(k.Cookies, " and ") + "."
}
