package handlers_test

import (
	"net/http/httptest"
	"testing"

	"github.com/prokken/prokken/handlers"
)

// TestClientAddress: only a proxy that is trusted is believed, and only for what
// came through it.
func TestClientAddress(t *testing.T) {
	for name, tt := range map[string]struct {
		trusted            []string
		from, header, want string
	}{
		"no proxy":                {nil, "203.0.113.7:1", "", "203.0.113.7"},
		"a forged header":         {nil, "203.0.113.7:1", "198.51.100.1", "203.0.113.7"},
		"forged from this host":   {nil, "127.0.0.1:1", "198.51.100.1", "127.0.0.1"},
		"through a trusted proxy": {[]string{"10.0.0.0/8"}, "10.1.2.3:1", "198.51.100.1", "198.51.100.1"},
		"through a stranger":      {[]string{"10.0.0.0/8"}, "192.168.0.1:1", "198.51.100.1", "192.168.0.1"},
		"forged before the proxy": {[]string{"10.0.0.0/8"}, "10.1.2.3:1", "192.0.2.66, 198.51.100.1", "198.51.100.1"},
		"two trusted proxies":     {[]string{"10.0.0.0/8", "172.16.0.0/12"}, "10.1.2.3:1", "198.51.100.1, 172.16.0.9", "198.51.100.1"},
		"not an address":          {[]string{"10.0.0.0/8"}, "10.1.2.3:1", "<script>", "10.1.2.3"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = tt.from
		if tt.header != "" {
			r.Header.Set("X-Forwarded-For", tt.header)
		}
		if got := handlers.ClientAddress(tt.trusted)(r); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// TestClientAddressesAsProxiesWriteThem: with ports, brackets, quotes, zones and junk; each
// visitor is told from the others.
func TestClientAddressesAsProxiesWriteThem(t *testing.T) {
	for header, want := range map[string]string{
		"198.51.100.1:4711":              "198.51.100.1",
		" 198.51.100.1 ":                 "198.51.100.1",
		`"198.51.100.1"`:                 "198.51.100.1",
		"[2001:db8::1]:4711":             "2001:db8::1",
		"[2001:db8::1]":                  "2001:db8::1",
		`"[2001:db8::1]:4711"`:           "2001:db8::1",
		"2001:db8::1":                    "2001:db8::1",
		"fe80::1%eth0":                   "fe80::1",
		"::ffff:198.51.100.1":            "198.51.100.1",
		"unknown, 198.51.100.1:9":        "198.51.100.1",
		"198.51.100.1, 10.2.0.1:9":       "198.51.100.1",
		"unknown":                        "10.1.2.3",
		"_hidden, 10.2.0.1":              "10.2.0.1",
		"198.51.100.1, junk, 10.2.0.1":   "10.2.0.1",
		"":                               "10.1.2.3",
		",":                              "10.1.2.3",
		"192.0.2.66, 198.51.100.1:80":    "198.51.100.1",
		"192.0.2.66,,[2001:db8::2]:1234": "2001:db8::2",
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = "10.1.2.3:1"
		r.Header.Set("X-Forwarded-For", header)
		if got := handlers.ClientAddress([]string{"10.0.0.0/8"})(r); got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}
