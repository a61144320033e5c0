package verification

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/prokken/prokken/audit/proxy"
)

const (
	// Agent is the name that requests give.
	Agent = "ProkkenVerification"

	maxRead      = 256 << 10 // of an answer, when it is unpacked
	maxHeader    = 64 << 10
	maxRedirects = 3
)

var errNoAnswer = errors.New("nobody answered")

// door is the way to one host during one check. It keeps no cookies.
type door struct {
	proxy  *proxy.Proxy
	client *http.Client
}

// open returns a door to the site. It has a proxy of its own, so that a name has one address
// during a check, however often it is asked for.
func (v *Verifier) open(site *url.URL) (*door, error) {
	p, err := proxy.New(proxy.Settings{
		Allow: v.settings.Private, Resolve: v.settings.Resolve, Dial: v.settings.Dial,
		MaxBytes: 16 * maxRead, MaxResponse: 2 * maxRead, MaxTunnel: 2 * maxRead,
	})
	if err != nil {
		return nil, err
	}
	return &door{p, &http.Client{CheckRedirect: follow(site), Transport: &http.Transport{
		Proxy:                  http.ProxyURL(&url.URL{Scheme: "http", Host: p.Address()}),
		TLSClientConfig:        &tls.Config{RootCAs: v.settings.Roots, MinVersion: tls.VersionTLS12},
		DisableKeepAlives:      true,
		MaxResponseHeaderBytes: maxHeader,
	}}}, nil
}

// close ends what is still being asked.
func (d *door) close() { _ = d.proxy.Close() }

// elsewhere is the error of a redirect that is not followed.
type elsewhere struct{ to *url.URL }

func (e elsewhere) Error() string { return "a redirect leads to " + e.to.Host }

var errRedirects = errors.New("too many redirects")

// follow allows a few redirects within the site: who answers for another host, or for another
// port, may be somebody else.
func follow(site *url.URL) func(*http.Request, []*http.Request) error {
	return func(next *http.Request, before []*http.Request) error {
		switch u := next.URL; {
		case u.Scheme != site.Scheme, u.User != nil, portOf(u) != portOf(site), bare(u) != bare(site):
			return elsewhere{u}
		case len(before) > maxRedirects:
			return errRedirects
		}
		return nil
	}
}

// bare returns the host without www., with which and without which a site is the same.
func bare(u *url.URL) string { return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.") }

func portOf(u *url.URL) string {
	if port := u.Port(); port != "" {
		return port
	}
	return map[string]string{"http": "80", "https": "443"}[u.Scheme]
}

// answer is what a host answered. Cut says that there was more than is read.
type answer struct {
	status int
	body   []byte
	cut    bool
}

// get asks for an address.
func (d *door) get(ctx context.Context, address string) (answer, error) {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return answer{}, err
	}
	q.Header.Set("User-Agent", Agent)
	res, err := d.client.Do(q)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	if res.Request.URL.Scheme == "http" && res.Header.Get(proxy.Header) != "" {
		return answer{}, errNoAnswer // it is the proxy's own
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, maxRead+1))
	if err == nil {
		err = ctx.Err() // a host that is left at the end of the time may end its answer well
	}
	return answer{res.StatusCode, body[:min(len(body), maxRead)], len(body) > maxRead}, err
}

// isForbidden reports whether the proxy refused to go to one of the hosts.
func (d *door) isForbidden() bool {
	return slices.ContainsFunc(d.proxy.Hosts(), func(h proxy.Host) bool { return errors.Is(h.Err, proxy.ErrForbidden) })
}
