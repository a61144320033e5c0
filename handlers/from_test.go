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
