package browser

import (
	"net/http"
	"net/url"
	"testing"
)

// TestFormsStayOnTheirHost: what is typed into a form goes to the page's own host, and never in the
// clear from a page of https.
func TestFormsStayOnTheirHost(t *testing.T) {
	page := func(address string) *url.URL {
		parsed, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	for _, tt := range []struct {
		form, method, to string
		want             bool
	}{
		{"https://shop.example/login", http.MethodPost, "https://shop.example/in", true},
		{"https://shop.example/login", http.MethodPost, "https://Shop.example/in", true},
		{"https://shop.example/login", http.MethodPost, "http://shop.example/in", false},
		{"https://shop.example/login", http.MethodPost, "https://www.shop.example/in", false},
		{"https://shop.example/login", http.MethodGet, "https://www.shop.example/", true},
		{"http://localhost:1/login", http.MethodPost, "http://localhost:1/in", true},
		{"http://shop.example/login", http.MethodPost, "https://shop.example/in", true},
	} {
		g := &guard{}
		undo := g.keepFormsOn(page(tt.form))
		if got := g.maySend(tt.method, page(tt.to)); got != tt.want {
			t.Errorf("%s from %s to %s: %t", tt.method, tt.form, tt.to, got)
		}
		if undo(); !g.maySend(tt.method, page(tt.to)) {
			t.Errorf("%s to %s stays forbidden", tt.method, tt.to)
		}
	}
}
