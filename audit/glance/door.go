package glance

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/prokken/prokken/audit/fetch"
	"github.com/prokken/prokken/audit/proxy"
	"github.com/prokken/prokken/audit/siteurl"
)

const (
	maxRead      = 1 << 20 // of a page, when it is unpacked
	maxHeader    = 64 << 10
	maxRedirects = 5
)

var (
	errNoAnswer = errors.New("nobody answered")
	errBusy     = errors.New("the site asks to be left alone")
)

// door is the way to one site during one look. It keeps no cookies.
type door struct {
	proxy  *proxy.Proxy
	client *http.Client
	passed []string // what the redirects on the way to the page set
}

func (l *Looker) open(site *url.URL) (*door, error) {
	p, err := proxy.New(proxy.Settings{
		Allow: l.settings.Private, Resolve: l.settings.Resolve, Dial: l.settings.Dial,
		MaxBytes: 4 * MaxPages * maxRead, MaxResponse: 2 * maxRead, MaxTunnel: 2 * maxRead,
	})
	if err != nil {
		return nil, err
	}
	d := &door{proxy: p}
	d.client = &http.Client{CheckRedirect: d.follow(site), Transport: &http.Transport{
		Proxy:                  http.ProxyURL(&url.URL{Scheme: "http", Host: p.Address()}),
		TLSClientConfig:        &tls.Config{RootCAs: l.settings.Roots, MinVersion: tls.VersionTLS12},
		DisableKeepAlives:      true,
		MaxResponseHeaderBytes: maxHeader,
	}}
	return d, nil
}

// close ends what is still being asked.
func (d *door) close() { _ = d.proxy.Close() }

// follow follows redirects within the site, and notes what they set.
func (d *door) follow(site *url.URL) func(*http.Request, []*http.Request) error {
	return func(next *http.Request, before []*http.Request) error {
		if len(before) > maxRedirects || !siteurl.SameSite(next.URL, site) {
			return http.ErrUseLastResponse
		}
		d.passed = append(d.passed, cookies(next.Response)...)
		return nil
	}
}

// get is what a page sets and loads.
func (d *door) get(ctx context.Context, page string) ([]string, error) {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, page, nil)
	if err != nil {
		return nil, err
	}
	q.Header.Set("User-Agent", fetch.Agent)
	d.passed = nil
	res, err := d.client.Do(q)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	switch {
	case res.Request.URL.Scheme == "http" && res.Header.Get(proxy.Header) != "":
		return nil, errNoAnswer // it is the proxy's own
	case res.StatusCode == http.StatusTooManyRequests || res.StatusCode == http.StatusServiceUnavailable:
		return nil, errBusy
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, maxRead))
	seen := append(d.passed, fmt.Sprintf("%d %s %s", res.StatusCode, siteurl.Bare(res.Request.URL.String()), res.Header.Get("Location")))
	return append(append(seen, cookies(res)...), loads(body, res.Request.URL)...), err
}

// cookies are the cookies that an answer sets, without their values and lives, which change.
func cookies(res *http.Response) []string {
	var all []string
	for _, c := range res.Cookies() {
		all = append(all, fmt.Sprintf("cookie %s %s %s", c.Name, c.Domain, c.Path))
	}
	return all
}
