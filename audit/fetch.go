package audit

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// Agent is the name under which robots.txt can speak to audits.
const Agent = "ProkkenAudit"

// client asks the site through the same proxy as the browser, under the same rules.
type client struct {
	site *url.URL
	http *http.Client
}

// newClient makes a client of the site that asks through the proxy at that address;
// an answer may take as long as the limit.
func newClient(site *url.URL, proxyAddress string, limit time.Duration) *client {
	through := &url.URL{Scheme: "http", Host: proxyAddress}
	return &client{site, &http.Client{
		Timeout:   limit,
		Transport: &http.Transport{Proxy: http.ProxyURL(through), DisableKeepAlives: true},
		CheckRedirect: func(next *http.Request, before []*http.Request) error {
			if len(before) > 5 || !sameSite(next.URL, site) {
				return http.ErrUseLastResponse
			}
			return nil
		},
	}}
}

// at is an address of the site by its path.
func (c *client) at(path string) string { return c.site.Scheme + "://" + c.site.Host + path }

// get reads a small file of the site.
func (c *client) get(ctx context.Context, address string, largest int64) ([]byte, int, error) {
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
