package site

import (
	"context"
	"net/url"
	"time"

	"github.com/prokken/prokken/models/sites"
)

// Tag returns what the tag URIs (RFC 4151) of the site begin with, such as
// "tag:prokken.com,2026-04-16:". It is made of the address that the site had first, and
// of the day since which it is known, so that it outlives every change of address.
func (l *Site) Tag(ctx context.Context) (string, error) {
	first, err := sites.FirstAddress(ctx, l.db, l.site.ID)
	if err != nil {
		return "", err
	}
	address, err := url.Parse(first.Address)
	if err != nil {
		return "", err
	}
	return "tag:" + address.Hostname() + "," + first.CreatedAt.UTC().Format(time.DateOnly) + ":", nil
}
