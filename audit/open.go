package audit

import (
	"errors"
	"net"
	"net/url"
	"strings"
	"syscall"

	"github.com/prokken/prokken/audit/proxy"
)

// open visits a page, and tells of it.
func (r *run) open(t *tab, address string) Page {
	r.tell(address)
	p := t.visit(address)
	if p.Status == 0 {
		p.Trouble = either(r.whyUnreached(address), p.Trouble)
		t.pages[len(t.pages)-1] = p
	}
	t.shoot()
	r.pages.done++
	return p
}

// whyUnreached is what the proxy knows of a host that did not answer and the
// browser cannot know; "" if nothing.
func (r *run) whyUnreached(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	for _, h := range r.proxy.Hosts() {
		if h.Name == strings.ToLower(strings.TrimSuffix(u.Hostname(), ".")) {
			return reachWords(h.Err)
		}
	}
	return ""
}

func reachWords(err error) string {
	var lookup *net.DNSError
	switch {
	case errors.Is(err, proxy.ErrForbidden):
		return troubleWords("PROXY_forbidden") + " If it is yours, name it in audit.allow_private in config.yaml."
	case errors.As(err, &lookup) && lookup.IsNotFound:
		return "There is no such host."
	case errors.As(err, &lookup):
		return "The address of the host could not be found."
	case errors.Is(err, syscall.ECONNREFUSED):
		return "Nobody listens there."
	case err != nil && !errors.Is(err, proxy.ErrTooLong):
		return "Nobody answered there."
	}
	return ""
}
