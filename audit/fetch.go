package audit

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/temoto/robotstxt"
)

// Agent is the name under which robots.txt can speak to audits.
const Agent = "ProkkenAudit"

// client asks through the same proxy as the browser, under the same rules.
func (r *run) client() *http.Client {
	through := &url.URL{Scheme: "http", Host: r.proxy.Address()}
	return &http.Client{
		Timeout:   r.Limits.Page,
		Transport: &http.Transport{Proxy: http.ProxyURL(through), DisableKeepAlives: true},
		CheckRedirect: func(next *http.Request, before []*http.Request) error {
			if len(before) > 5 || !sameSite(next.URL, r.site) {
				return http.ErrUseLastResponse
			}
			return nil
		},
	}
}

// get reads a small file of the site.
func (r *run) get(ctx context.Context, address string, largest int64) ([]byte, int, error) {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, 0, err
	}
	q.Header.Set("User-Agent", Agent)
	res, err := r.client().Do(q)
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

// robots are the site's wishes; nil for our own site, and for one without any.
type robots struct{ group *robotstxt.Group }

func (r *run) readRobots() *robots {
	if r.Own {
		return nil
	}
	body, status, err := r.get(r.ctx, r.site.Scheme+"://"+r.site.Host+"/robots.txt", 500<<10)
	if err != nil {
		return nil
	}
	data, err := robotstxt.FromStatusAndBytes(status, body)
	if err != nil {
		return nil
	}
	return &robots{data.FindGroup(Agent)}
}

// politest is the longest pause between two pages that a site can ask for.
const politest = 2 * time.Second

// delay is the pause that the site asks for.
func (r *robots) delay() time.Duration {
	if r == nil {
		return 0
	}
	return min(r.group.CrawlDelay, politest)
}

func (r *robots) allows(address string) bool {
	u, err := url.Parse(address)
	return r == nil || err == nil && r.group.Test(u.EscapedPath())
}
