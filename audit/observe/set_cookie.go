package observe

import (
	"cmp"
	"math"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/network"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/siteurl"
	"github.com/prokken/prokken/cookie"
)

// Settle reads the headers of the answers that came so far. A redirect's headers
// belong to its own hop, whichever of the two was told of first.
func (r *Recorder) Settle(now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for id, a := range r.answers {
		for i, extra := range a.extras {
			if i < len(a.hops) {
				r.readHeaders(a.hops[i], extra, now)
			}
		}
		if _, open := r.active[id]; open {
			a.extras, a.hops = nil, a.hops[max(0, len(a.hops)-1):]
		} else {
			delete(r.answers, id)
		}
	}
}

func (r *Recorder) readHeaders(address string, e *network.EventResponseReceivedExtraInfo, now time.Time) {
	from, err := url.Parse(address)
	if err != nil {
		return
	}
	for _, line := range linesOf(e) {
		r.readLine(from, line, rejection(e.BlockedCookies, line), now)
	}
}

// linesOf are the Set-Cookie lines of the answer.
func linesOf(e *network.EventResponseReceivedExtraInfo) []string {
	var lines []string
	for name, value := range e.Headers {
		if text, isText := value.(string); isText && strings.EqualFold(name, setCookie) {
			lines = append(lines, strings.Split(text, "\n")...)
		}
	}
	return lines
}

// arriving are the keys of the cookies that answers set which are not settled yet, by their names.
func (r *Recorder) arriving(now time.Time) []cookieKey {
	var keys []cookieKey
	for _, a := range r.answers {
		for i, extra := range a.extras {
			if i < len(a.hops) {
				keys = append(keys, keysIn(a.hops[i], extra, now)...)
			}
		}
	}
	slices.SortFunc(keys, func(a, b cookieKey) int { return cmp.Compare(a.name, b.name) })
	return keys
}

func keysIn(address string, e *network.EventResponseReceivedExtraInfo, now time.Time) []cookieKey {
	from, err := url.Parse(address)
	if err != nil {
		return nil
	}
	var keys []cookieKey
	for _, line := range linesOf(e) {
		if c, ends := cookieIn(from, line, now); !ends {
			keys = append(keys, cookieKey{c.Name, c.Domain, c.Path})
		}
	}
	return keys
}

// setCookie is the name of the header that the browser tells of.
const setCookie = "set-cookie"

// rejection is why the browser did not keep the cookie of the line; "" if it did.
func rejection(blocked []*network.BlockedSetCookieWithReason, line string) string {
	for _, b := range blocked {
		if b.CookieLine == line && len(b.BlockedReasons) > 0 {
			return string(b.BlockedReasons[0])
		}
	}
	return ""
}

// readLine notes a Set-Cookie header as it was received. One that ends a cookie
// sets none.
func (r *Recorder) readLine(from *url.URL, line, rejected string, now time.Time) {
	c, ends := cookieIn(from, line, now)
	if ends {
		return
	}
	c.Rejected = cmp.Or(c.Rejected, rejected)
	r.note(c, from.String())
}

// cookieIn is the cookie that the line sets, or whether it ends one.
func cookieIn(from *url.URL, line string, now time.Time) (c report.Cookie, ends bool) {
	h, err := http.ParseSetCookie(line)
	rejected := ""
	if err != nil {
		name, _, _ := strings.Cut(line, "=")
		h, rejected = &http.Cookie{Name: strings.TrimSpace(name)}, "InvalidSyntax"
	}
	if h.MaxAge < 0 || h.MaxAge == 0 && !h.Expires.IsZero() && !h.Expires.After(now) {
		return report.Cookie{}, true
	}
	c = report.Cookie{
		Name: report.Short(
			h.Name,
		), Domain: strings.TrimPrefix(strings.ToLower(h.Domain), "."), HostOnly: h.Domain == "", Path: h.Path, Lifetime: lifetimeOf(h, now),
		HTTPOnly: h.HttpOnly, Secure: h.Secure, SameSite: sameSiteOf(h.SameSite), Partitioned: h.Partitioned,
		Size: len(h.Name) + len(h.Value), Rejected: rejected,
	}
	if c.HostOnly {
		c.Domain = strings.ToLower(from.Hostname())
	}
	if !strings.HasPrefix(c.Path, "/") {
		c.Path = defaultPath(from.Path)
	}
	return c, false
}

// note adds a sighting.
func (r *Recorder) note(c report.Cookie, initiator string) {
	c.ThirdParty = siteurl.SiteOf(c.Domain) != siteurl.SiteOf(r.site.Hostname())
	known := r.cookies.get(cookieKey{c.Name, c.Domain, c.Path}, func() report.Cookie { return c })
	if known == nil {
		return
	}
	known.Merge(c)
	known.Seen = seenAt(known.Seen, r.here(initiator))
}

// Look compares the whole jar with the headers: what no header brought, a script
// did.
func (r *Recorder) Look(jar []*network.Cookie, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, j := range jar {
		r.held(j, now)
	}
	r.findIDs(r.ownOf(jar))
}

// ownOf are the cookies of the site itself.
func (r *Recorder) ownOf(jar []*network.Cookie) []*network.Cookie {
	return slices.DeleteFunc(slices.Clone(jar), func(j *network.Cookie) bool {
		return siteurl.SiteOf(j.Domain) != siteurl.SiteOf(r.site.Hostname())
	})
}

// held takes in a cookie that the browser holds at that time.
func (r *Recorder) held(j *network.Cookie, now time.Time) {
	c := report.Cookie{
		Name: report.Short(
			j.Name,
		), Domain: strings.ToLower(strings.TrimPrefix(j.Domain, ".")), HostOnly: !strings.HasPrefix(j.Domain, "."), Path: j.Path,
		Lifetime: lifetimeInJar(
			j,
			now,
		), HTTPOnly: j.HTTPOnly, Secure: j.Secure, SameSite: cookie.SameSite(strings.ToLower(string(j.SameSite))),
		Partitioned: j.PartitionKey != nil, Size: int(j.Size), Script: true,
	}
	known := r.cookies.byKey[cookieKey{c.Name, c.Domain, c.Path}]
	switch {
	case known == nil:
		r.note(c, r.setters[j.Name])
	case known.Script:
		r.note(c, r.setters[j.Name])
	default:
		known.Overwritten(c)
		known.Seen = seenAt(known.Seen, r.here(""))
	}
}

func lifetimeOf(h *http.Cookie, now time.Time) cookie.Lifetime {
	switch {
	case h.MaxAge > 0:
		return cookie.Lifetime(time.Duration(min(h.MaxAge, int(maxAsked/time.Second))) * time.Second)
	case !h.Expires.IsZero():
		return cookie.Lifetime(min(max(h.Expires.Sub(now).Round(time.Second), time.Second), maxAsked))
	}
	return cookie.Session
}

// maxAsked is where a life is cut that a site asks for, in the year 9999 for
// example: a hundred years are for ever.
const maxAsked = 100 * 365 * 24 * time.Hour

func lifetimeInJar(j *network.Cookie, now time.Time) cookie.Lifetime {
	if j.Session {
		return cookie.Session
	}
	seconds := math.Round(j.Expires - float64(now.UnixMilli())/1000)
	return cookie.Lifetime(time.Duration(max(seconds, 1)) * time.Second)
}

func sameSiteOf(s http.SameSite) cookie.SameSite {
	switch s {
	case http.SameSiteLaxMode:
		return cookie.Lax
	case http.SameSiteStrictMode:
		return cookie.Strict
	case http.SameSiteNoneMode:
		return cookie.None
	default:
		return ""
	}
}

// defaultPath is that of RFC 6265, section 5.1.4.
func defaultPath(of string) string {
	if !strings.HasPrefix(of, "/") || strings.Count(of, "/") == 1 {
		return "/"
	}
	return path.Dir(of)
}
