package config

import (
	"strings"
	"testing"
)

// TestSitesHost: the pages of customers have a host of their own, which is never that of accounts.
func TestSitesHost(t *testing.T) {
	text := shipped(t)
	t.Chdir(t.TempDir())
	for name, tt := range map[string]struct {
		set   []string
		wrong string
		url   string
	}{
		"none":            {nil, "", "http://localhost:8080"},
		"another host":    {[]string{"PROKKEN_HTTP_SITES_HOST=policies.example"}, "", "http://policies.example"},
		"another port":    {[]string{"PROKKEN_HTTP_SITES_HOST=localhost:8081"}, "", "http://localhost:8081"},
		"that of base":    {[]string{"PROKKEN_HTTP_SITES_HOST=localhost:8080"}, "another host", ""},
		"an address":      {[]string{"PROKKEN_HTTP_SITES_HOST=https://policies.example"}, "not a host", ""},
		"a path":          {[]string{"PROKKEN_HTTP_SITES_HOST=policies.example/s"}, "not a host", ""},
		"in upper case":   {[]string{"PROKKEN_HTTP_SITES_HOST=Policies.example"}, "not a host", ""},
		"not certified":   {[]string{"PROKKEN_HTTP_SITES_HOST=policies.example", "PROKKEN_HTTP_DOMAINS=prokken.com"}, "one of them", ""},
		"certified":       {[]string{"PROKKEN_HTTP_SITES_HOST=policies.example", "PROKKEN_HTTP_DOMAINS=prokken.com,policies.example"}, "", "https://policies.example"},
		"that of domains": {[]string{"PROKKEN_HTTP_SITES_HOST=prokken.com", "PROKKEN_HTTP_DOMAINS=prokken.com"}, "another host", ""},
	} {
		c, err := Load(text, "", tt.set)
		isRight := err == nil && tt.wrong == "" && c.SitesURL() == tt.url
		isRefused := err != nil && tt.wrong != "" && strings.Contains(err.Error(), "http.sites_host") && strings.Contains(err.Error(), tt.wrong)
		if !isRight && !isRefused {
			t.Errorf("%s: %v, %q", name, err, c.SitesURL())
		}
	}
}
