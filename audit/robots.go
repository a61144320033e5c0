package audit

import (
	"context"
	"net/url"
	"time"

	"github.com/temoto/robotstxt"
)

// robots are the site's wishes; nil for our own site, and for one without any.
type robots struct{ group *robotstxt.Group }

// robots reads the site's robots.txt; nil if there is none that can be read.
func (c *client) robots(ctx context.Context) *robots {
	body, status, err := c.get(ctx, c.at("/robots.txt"), 500<<10)
	if err != nil {
		return nil
	}
	data, err := robotstxt.FromStatusAndBytes(status, body)
	if err != nil {
		return nil
	}
	return &robots{data.FindGroup(Agent)}
}

// maxDelay is the longest pause between two pages that a site can ask for.
const maxDelay = 2 * time.Second

// Delay is the pause that the site asks for.
func (r *robots) Delay() time.Duration {
	if r == nil {
		return 0
	}
	return min(r.group.CrawlDelay, maxDelay)
}

// Allows reports whether an audit may open the address.
func (r *robots) Allows(address string) bool {
	u, err := url.Parse(address)
	return r == nil || err == nil && r.group.Test(u.EscapedPath())
}
