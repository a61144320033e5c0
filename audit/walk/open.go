package walk

import (
	"cmp"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"

	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/observe"
	"github.com/prokken/prokken/audit/proxy"
	"github.com/prokken/prokken/audit/report"
)

// open visits a page, and tells of it.
func (w *walker) open(t *browser.Tab, address string) report.Page {
	w.notify(address)
	var p report.Page
	w.telling(address, func() { p = w.visit(t, address) })
	if p.Status == 0 {
		why := w.whyUnreached(address)
		p.Trouble, p.Cut = cmp.Or(why, p.Trouble), p.Cut || why == noAnswer || why == nobodyListens && w.answered(address)
		t.Replace(p)
	} else if isTurnedAway(p.Status) {
		p.Cut = true
		t.Replace(p)
	}
	t.Shoot()
	w.pages.done++
	return p
}

// answered reports whether the host of the address answered before: then it is not gone
// but down.
func (w *walker) answered(address string) bool {
	asked, err := url.Parse(address)
	return err == nil && asked.Host == w.Site.Host && w.pages.done > 0
}

// isTurnedAway reports whether the answer is one that the site does not give to everybody:
// it was asked too much, or is out of order.
func isTurnedAway(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable
}

// secondTries is how many pages of an audit are opened again since they were cut: a
// server may be busy for a moment.
const secondTries = 2

// visit opens a page, and once more if it was cut.
func (w *walker) visit(t *browser.Tab, address string) report.Page {
	p := t.Visit(address)
	if !p.Cut || w.tries >= secondTries || t.Ended() || w.Proxy.Exhausted() {
		return p
	}
	w.tries++
	t.Visit(address)
	if second := t.Drop(); !second.Cut && second.Status != 0 {
		p = second
		t.Replace(p)
	}
	return p
}

// whyUnreached is what the proxy knows of a host that did not answer and the
// browser cannot know; "" if nothing.
func (w *walker) whyUnreached(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	for _, h := range w.Proxy.Hosts() {
		if h.Name == strings.ToLower(strings.TrimSuffix(u.Hostname(), ".")) {
			return reachWords(h.Err)
		}
	}
	return ""
}

const (
	noAnswer      = "Nobody answered there."
	nobodyListens = "Nobody listens there."
)

func reachWords(err error) string {
	var lookup *net.DNSError
	switch {
	case errors.Is(err, proxy.ErrForbidden):
		return observe.ErrorWords("PROXY_forbidden") + " If it is yours, name it in audit.allow_private in config.yaml."
	case errors.As(err, &lookup) && lookup.IsNotFound:
		return "There is no such host."
	case errors.As(err, &lookup):
		return "The address of the host could not be found."
	case errors.Is(err, syscall.ECONNREFUSED):
		return nobodyListens
	case err != nil && !errors.Is(err, proxy.ErrTooLong):
		return noAnswer
	}
	return ""
}
