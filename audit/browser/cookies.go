package browser

import (
	"context"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// jar is every cookie of the profile.
func (t *Tab) jar(ctx context.Context) ([]*network.Cookie, error) {
	found, err := chromedp.CallBrowser(ctx, storage.GetCookies, storage.GetCookiesParams{BrowserContextID: t.id})
	return found.Cookies, err
}

// DeleteCookies takes the cookies away from the profile.
func (t *Tab) DeleteCookies(gone ...*network.Cookie) {
	ctx, cancel := context.WithTimeout(t.ctx, t.Limits.look())
	defer cancel()
	for _, c := range gone {
		_, _ = chromedp.Call(
			ctx,
			network.DeleteCookies,
			network.DeleteCookiesParams{Name: c.Name, Domain: c.Domain, Path: c.Path},
		)
	}
}

// JarAndCookie is every cookie of the profile, and the one of that name; nil if there is none.
func (t *Tab) JarAndCookie(name string) (jar []*network.Cookie, one *network.Cookie) {
	ctx, cancel := context.WithTimeout(t.ctx, t.Limits.look())
	defer cancel()
	jar, err := t.jar(ctx)
	if err != nil {
		return nil, nil
	}
	if i := slices.IndexFunc(jar, func(c *network.Cookie) bool { return c.Name == name }); i >= 0 {
		one = jar[i]
	}
	return jar, one
}

// Restore puts the cookies back as they were.
func (t *Tab) Restore(jar []*network.Cookie) {
	ctx, cancel := context.WithTimeout(t.ctx, t.Limits.look())
	defer cancel()
	params := storage.SetCookiesParams{BrowserContextID: t.id}
	for _, c := range jar {
		params.Cookies = append(params.Cookies, asParam(c, t.Site.Scheme))
	}
	_, _ = chromedp.CallBrowser(ctx, storage.SetCookies, params)
}

// asParam names the address of a cookie of one host alone: by its domain it would
// become one of the hosts below, too.
func asParam(c *network.Cookie, scheme string) *network.CookieParam {
	p := &network.CookieParam{
		Name: c.Name, Value: c.Value, Path: c.Path, Secure: c.Secure, HTTPOnly: c.HTTPOnly, SameSite: c.SameSite,
		Priority: c.Priority, SourceScheme: c.SourceScheme, SourcePort: c.SourcePort, PartitionKey: c.PartitionKey,
	}
	if strings.HasPrefix(c.Domain, ".") {
		p.Domain = c.Domain
	} else {
		p.URL = scheme + "://" + c.Domain + c.Path
	}
	if !c.Session {
		p.Expires = cdp.TimeSinceEpoch(c.Expires)
	}
	return p
}
