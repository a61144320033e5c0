package handlers

import (
	"net/url"
	"strings"
	"testing"

	"github.com/prokken/prokken/handlers/web"
)

func TestNextStaysHere(t *testing.T) {
	for next, want := range map[string]string{
		"/pricing": "/pricing", "/legal/terms?a=b#c": "/legal/terms?a=b#c",
		"": "/account", "//evil.example": "/account", "/%09/evil.example/": "/account", `/\evil.example`: "/account",
		"/%5cevil.example": "/account", "https://evil.example": "/account", "javascript:alert(1)": "/account", "evil": "/account",
		"/%2fevil.example": "/account", "/\x00": "/account", "/a\r\nSet-Cookie: x": "/account", "/\xff": "/account",
		"/api/auth/refresh": "/account", "/" + strings.Repeat("a", 3000): "/account",
	} {
		if got := web.SafeNext(next); got != want {
			t.Errorf("%q leads to %q", next, got)
		}
	}
}

// FuzzNext: whatever is let through, a browser resolves to this site.
func FuzzNext(f *testing.F) {
	for _, seed := range []string{"/a", "//b", "/\\c", "/%09/d", "/../../e", "/.//f", "http:/g"} {
		f.Add(seed)
	}
	base, _ := url.Parse("https://prokken.com/login")
	f.Fuzz(func(t *testing.T, next string) {
		safe := web.SafeNext(next)
		resolved, err := base.Parse(safe)
		if err != nil || resolved.Host != "prokken.com" || resolved.Scheme != "https" ||
			strings.HasPrefix(safe, "//") ||
			strings.Contains(safe, `\`) {
			t.Errorf("%q is let through as %q", next, safe)
		}
	})
}
