// Package fetch asks the audited site for the small files that no browser is needed
// for: its robots.txt and its published policy. It goes through the same proxy as
// the browser. audit and audit/walk use it. Start reading at [Client.Policy].
package fetch

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/prokken/prokken/audit/siteurl"
)

// Agent is the name under which robots.txt can speak to audits.
const Agent = "ProkkenAudit"

// Client asks the site through the same proxy as the browser, under the same rules.
type Client struct {
	site *url.URL
	http *http.Client
}

// New makes a client of the site that asks through the proxy at that address;
// an answer may take as long as the limit.
func New(site *url.URL, proxyAddress string, limit time.Duration) *Client {
	through := &url.URL{Scheme: "http", Host: proxyAddress}
	return &Client{site, &http.Client{
		Timeout:   limit,
		Transport: &http.Transport{Proxy: http.ProxyURL(through), DisableKeepAlives: true},
		CheckRedirect: func(next *http.Request, before []*http.Request) error {
			if len(before) > 5 || !siteurl.SameSite(next.URL, site) {
				return http.ErrUseLastResponse
			}
			return nil
		},
	}}
}

// At is an address of the site by its path.
func (c *Client) At(path string) string { return c.site.Scheme + "://" + c.site.Host + path }

// Get reads a small file of the site.
func (c *Client) Get(ctx context.Context, address string, largest int64) ([]byte, int, error) {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, 0, err
	}
	q.Header.Set("User-Agent", Agent)
	res, err := c.http.Do(q)
	if err != nil {
		return nil, 0, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, largest+1))
	if err == nil && int64(len(body)) > largest {
		err = fmt.Errorf("%s is larger than %d KB", address, largest>>10)
	}
	return body, res.StatusCode, err
}
