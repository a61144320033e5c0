package cookie

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Site is the one site that the cookies belong to: the program's own.
type Site interface {
	// Cookies returns the declarations in force at the moment.
	Cookies() []Declaration
	// FormerCookies returns the optional ones that an earlier version declared and those in
	// force do not. They are never set, and only taken back from whoever sends them.
	FormerCookies() []Declaration
	// HasHost reports whether the host of a request is the site's.
	HasHost(host string) bool
}

// Mint writes the program's cookies, and nothing else does. The caller chooses
// a cookie and its value; every attribute comes from the published policy.
type Mint struct {
	site  Site
	https bool
}

// NewMint returns the mint of a site, whose declarations it asks for at every use (behind
// the [Gate] once a request). Where the site is not reached over https, Secure is left out,
// because browsers would drop the cookie.
func NewMint(site Site, https bool) *Mint {
	return &Mint{site: site, https: https}
}

// Set gives the browser the cookie. A cookie that is not declared is not set.
func (m *Mint) Set(w http.ResponseWriter, name Name, value string) {
	declared, _ := m.inForce(w)
	if d, found := find(declared, name); found {
		m.write(w, d.Name, m.header(d, value, d.Lifetime.Seconds()))
	}
}

// Clear takes the cookie back where it is declared to be. See [Mint.TakeBack] for one that a
// script may have set elsewhere.
func (m *Mint) Clear(w http.ResponseWriter, name Name) {
	declared, _ := m.inForce(w)
	if d, found := find(declared, name); found {
		m.write(w, d.Name, m.header(d, "", 0))
	}
}

// write replaces what the answer said of the cookie before.
func (m *Mint) write(w http.ResponseWriter, name, line string) {
	others := slices.DeleteFunc(
		w.Header()["Set-Cookie"],
		func(line string) bool { return strings.HasPrefix(line, name+"=") },
	)
	w.Header()["Set-Cookie"] = append(others, line)
}

// inForce are the declarations that the gate will check the answer by, and the former ones.
func (m *Mint) inForce(w http.ResponseWriter) (declared, former []Declaration) {
	for {
		switch wrapped := w.(type) {
		case *gatedWriter:
			return wrapped.declared, wrapped.former
		case interface{ Unwrap() http.ResponseWriter }:
			w = wrapped.Unwrap()
		default:
			return m.site.Cookies(), m.site.FormerCookies()
		}
	}
}

// Lifetime is how long the cookie lives as declared; zero if it is not.
func (m *Mint) Lifetime(name Name) time.Duration {
	d, _ := find(m.site.Cookies(), name)
	return time.Duration(d.Lifetime)
}

// Any reports whether the request carries one of the program's cookies.
func Any(r *http.Request) bool {
	return Get(r, Access) != "" || Get(r, Refresh) != ""
}

// header is the one spelling of a declared cookie; the gate compares with it.
func (m *Mint) header(d Declaration, value string, maxAge int) string {
	parts := []string{d.Name + "=" + value, "Path=" + d.Path}
	if d.Domain != "" {
		parts = append(parts, "Domain="+d.Domain)
	}
	if value == "" || d.Lifetime != Session {
		parts = append(parts, "Max-Age="+strconv.Itoa(maxAge))
	}
	if d.HTTPOnly {
		parts = append(parts, "HttpOnly")
	}
	if d.Secure && m.https {
		parts = append(parts, "Secure")
	}
	return strings.Join(append(parts, "SameSite="+d.SameSite.attribute()), "; ")
}
