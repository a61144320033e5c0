package auth_test

import (
	"strings"
	"testing"

	"github.com/prokken/prokken/auth"
)

func TestAddresses(t *testing.T) {
	label, local := strings.Repeat("a", 63), strings.Repeat("a", 64)
	long := strings.Repeat("a.", 100) + "example"
	for typed, want := range map[string]string{
		"ada@example.com":             "ada@example.com",
		" Ada@Example.COM ":           "ada@example.com",
		"ada+x@sub.example.co.uk":     "ada+x@sub.example.co.uk",
		"ada@bücher.example":          "ada@xn--bcher-kva.example",
		"ada@BÜCHER.example":          "ada@xn--bcher-kva.example",
		"ada@例え.example":              "ada@xn--r8jz45g.example",
		"ada@xn--bcher-kva.example":   "ada@xn--bcher-kva.example",
		local + "@example.com":        local + "@example.com",
		"ada@" + label + ".example":   "ada@" + label + ".example",
		"ada@1und1.example":           "ada@1und1.example",
		"ada@[192.0.2.1]":             "",
		"ada@[ipv6:2001:db8::1]":      "",
		"ada@192.0.2.1":               "",
		"ada@example":                 "",
		"ada@-example.com":            "",
		"ada@example-.com":            "",
		"ada@example.-com":            "",
		"ada@exa_mple.com":            "",
		"ada@example..com":            "",
		"ada@example.com.":            "",
		"ada@.example.com":            "",
		"a" + local + "@example.com":  "",
		"ada@a" + label + ".example":  "",
		"ada@" + long:                 "ada@" + long,
		local + "@" + long:            "",
		"a@" + long + "." + long:      "",
		"ada@example.123":             "",
		"ada@xn--a.example":           "",
		"ädä@example.com":             "",
		"ada@exa mple.com":            "",
		"ada@b\u00fccher.invalid":     "",
		"a@b@example.com":             "",
		"":                            "",
		"@example.com":                "",
		"ada@":                        "",
		"ada@example.com\nbcc: e@x.y": "",
	} {
		got, err := auth.NormalEmail(typed)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v; want %q", typed, got, err, want)
		}
	}
}
