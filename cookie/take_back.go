package cookie

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// maxExpiries bounds the lines of one answer that take cookies back from places that are
// not declared: proxies refuse answers with long headers. The likeliest places come first,
// and what a browser then still sends is taken back with the next answer.
const maxExpiries = 40

// maxPaths bounds the paths that are tried for a cookie.
const maxPaths = 16

// place is where a browser keeps a cookie. In another place there is another cookie,
// though it has the same name; requests carry the name alone.
type place struct{ path, domain string } // domain is "" for this host alone

// TakeBack expires optional cookies that are declared: each where it is declared to be,
// and those that the request carries in every other place that it can come from.
func (m *Mint) TakeBack(w http.ResponseWriter, r *http.Request, names ...string) {
	declared, _ := m.inForce(w)
	var shown []Declaration
	for _, name := range names {
		d, found := find(declared, Name(name))
		if !found || !d.Optional() {
			continue
		}
		if !d.IsPattern() {
			m.write(w, d.Name, m.header(d, "", 0))
		}
		shown = append(shown, d.carriedBy(r, declared)...)
	}
	m.expire(w, r, shown)
}

// TakeBackFormer expires the optional cookies that the request carries and that an earlier
// version of the policy declared, but the one in force does not.
func (m *Mint) TakeBackFormer(w http.ResponseWriter, r *http.Request) {
	declared, former := m.inForce(w)
	var shown []Declaration
	for _, d := range former {
		shown = append(shown, d.carriedBy(r, former)...)
	}
	m.expire(w, r, slices.DeleteFunc(shown, func(d Declaration) bool {
		_, isDeclared := Find(declared, d.Name) // by its name or by a pattern
		return isDeclared
	}))
}

// expire adds lines for all cookies in their first place, then in their second, and so on.
func (m *Mint) expire(w http.ResponseWriter, r *http.Request, cookies []Declaration) {
	lines := make([][]string, len(cookies))
	most := 0
	for i, d := range cookies {
		lines[i] = m.expiries(r, d)
		most = max(most, len(lines[i]))
	}
	added := 0
	for n := range most {
		for _, of := range lines {
			if n < len(of) && added < maxExpiries {
				w.Header()["Set-Cookie"] = append(w.Header()["Set-Cookie"], of[n])
				added++
			}
		}
	}
}

// ClearEverywhere takes cookies of a log-in back where they are declared to be. Where one of
// them came more than once it does so in every other place, too, that they can come from: one
// of them is not ours.
func (m *Mint) ClearEverywhere(w http.ResponseWriter, r *http.Request, names ...Name) {
	declared, _ := m.inForce(w)
	var shown []Declaration
	for _, name := range names {
		d, found := find(declared, name)
		if !found {
			continue
		}
		m.write(w, d.Name, m.header(d, "", 0))
		if isDoubled(r) {
			shown = append(shown, d)
		}
	}
	m.expire(w, r, shown)
}

// takesBack reports whether the line expires a cookie in a place that it can come from: an
// optional one that the request carries, or one of a log-in where one of those came more than once.
func (m *Mint) takesBack(line string, r *http.Request, d Declaration) bool {
	may := d.Optional() && carries(r, d.Name) || !d.Optional() && d.Party == "" && isDoubled(r)
	return may && slices.Contains(m.expiries(r, d), line)
}

func carries(r *http.Request, name string) bool {
	return slices.ContainsFunc(ReceivedFrom(r), func(got Received) bool { return got.Name == name })
}

// expiries are the lines that expire a cookie in each place that the request tells of.
func (m *Mint) expiries(r *http.Request, d Declaration) []string {
	var lines []string
	for _, path := range pathsOf(r, d) {
		for _, domain := range domainsOf(r.Host, d) {
			lines = append(lines, m.expiry(d.Name, place{path, domain}))
		}
	}
	return lines
}

// expiry is the one spelling of such a line. Attributes that do not say which cookie is
// meant are those that no browser refuses.
func (m *Mint) expiry(name string, at place) string {
	line := name + "=; Path=" + at.path
	if at.domain != "" {
		line += "; Domain=" + at.domain
	}
	line += "; Max-Age=0"
	if m.https {
		line += "; Secure"
	}
	return line + "; SameSite=Lax"
}

// pathsOf are the declared path, and all paths whose cookies browsers send to the request's
// address, or to that of the page of ours that it comes from (RFC 6265bis, section 5.1.4).
func pathsOf(r *http.Request, d Declaration) []string {
	paths := append([]string{d.Path}, prefixes(r.URL.EscapedPath())...)
	if page, err := url.Parse(r.Referer()); err == nil && strings.EqualFold(page.Host, r.Host) {
		paths = append(paths, prefixes(page.EscapedPath())...)
	}
	var each []string
	for _, path := range paths {
		if IsPath(path) && !slices.Contains(each, path) && len(each) < maxPaths {
			each = append(each, path)
		}
	}
	return each
}

// prefixes of /a/b are /, /a, /a/ and /a/b.
func prefixes(path string) []string {
	all := []string{"/"}
	for i := 1; i < len(path); i++ {
		if path[i] == '/' {
			all = append(all, path[:i], path[:i+1])
		}
	}
	return append(all, path)
}

// domainsOf are this host alone, the host with those below it, and the hosts above it. A
// browser ignores one that is too wide, as com.
func domainsOf(host string, d Declaration) []string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(host)
	domains := []string{""}
	if _, err := netip.ParseAddr(host); err == nil {
		return domains
	}
	if d.Domain != "" {
		domains = append(domains, d.Domain)
	}
	for isDomain(host) {
		if !slices.Contains(domains, host) {
			domains = append(domains, host)
		}
		_, host, _ = strings.Cut(host, ".")
	}
	return domains
}
