package observe

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/network"

	"github.com/prokken/prokken/audit/report"
)

// Some cookies are gone before the page is looked at. Two things tell of them: the
// requests that carried them, and the script that watches those who set them.

// carried is a cookie that went out with a request.
type carried struct {
	*network.Cookie
	at time.Time
}

type carriedKey struct {
	cookieKey
	httpOnly, session bool
}

// scripted is what the page's watcher says of a cookie.
type scripted struct {
	Name, Line, Host, Path, Stack string
	Kept                          bool
}

// sent keeps what a request carried until its page is looked at.
func (r *Recorder) sent(e *network.EventRequestWillBeSentExtraInfo) {
	for _, one := range e.AssociatedCookies {
		key := carriedKey{
			cookieKey{one.Cookie.Name, one.Cookie.Domain, one.Cookie.Path},
			one.Cookie.HTTPOnly,
			one.Cookie.Session,
		}
		if _, known := r.carried[key]; !known && len(one.BlockedReasons) == 0 && len(r.carried) < MaxKept {
			r.carried[key] = carried{one.Cookie, time.Now()}
		}
	}
}

// LookBack takes in what was carried; the answers' headers must be read by then.
func (r *Recorder) LookBack() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range r.carried {
		r.held(c.Cookie, c.at)
	}
	clear(r.carried)
}

// LookAgain takes in what scripts set and nothing else told of: the jar must have
// been looked at by then.
func (r *Recorder) LookAgain(now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, one := range r.scripted {
		from := &url.URL{Scheme: r.site.Scheme, Host: one.Host, Path: one.Path}
		c, ends := cookieIn(from, one.Line, now)
		c.Script = true
		known := slices.ContainsFunc(
			r.cookies.order,
			func(k *report.Cookie) bool { return k.Name == c.Name && k.Domain == c.Domain },
		)
		if one.Host != "" && strings.Contains(one.Line, "=") && !ends && !known {
			r.note(c, r.setters[one.Name])
		}
	}
	r.scripted = nil
}
