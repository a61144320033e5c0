package fetch

import (
	"context"
	"net/url"
	"time"

	"github.com/temoto/robotstxt"
)

// Robots are the site's wishes; nil for our own site, and for one without any.
type Robots struct{ group *robotstxt.Group }

// Robots reads the site's robots.txt; nil if there is none that can be read.
func (c *Client) Robots(ctx context.Context) *Robots {
	body, status, err := c.Get(ctx, c.At("/robots.txt"), 500<<10)
	if err != nil {
		return nil
	}
	data, err := robotstxt.FromStatusAndBytes(status, body)
	if err != nil {
		return nil
	}
	return &Robots{data.FindGroup(Agent)}
}

// maxDelay is the longest pause between two pages that a site can ask for.
const maxDelay = 2 * time.Second

// Delay is the pause that the site asks for.
func (r *Robots) Delay() time.Duration {
	if r == nil {
		return 0
	}
	return min(r.group.CrawlDelay, maxDelay)
}

// Allows reports whether an audit may open the address.
func (r *Robots) Allows(address string) bool {
	u, err := url.Parse(address)
	return r == nil || err == nil && r.group.Test(u.EscapedPath())
}
