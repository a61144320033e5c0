package browser

import (
	"context"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/siteurl"
)

// At is the address that is shown.
func (t *Tab) At() *url.URL {
	ctx, cancel := context.WithTimeout(t.ctx, lookTime)
	defer cancel()
	address, err := chromedp.Run(ctx, chromedp.Location())
	if err != nil {
		return &url.URL{}
	}
	u, err := url.Parse(address)
	if err != nil {
		return &url.URL{}
	}
	return u
}

// Visited reports whether the address was opened.
func (t *Tab) Visited(address string) bool {
	return slices.ContainsFunc(t.Pages, func(p report.Page) bool { return p.URL == siteurl.Bare(address) })
}

// AsksPassword reports whether the page wants one to log in.
func (t *Tab) AsksPassword() (bool, error) {
	return t.Shows(
		`[...document.querySelectorAll('form input[type=password]')].some(e => e.getClientRects().length > 0)`,
	)
}

// Shows asks the page something that a script answers by looking alone.
func (t *Tab) Shows(script string) (bool, error) {
	ctx, cancel := context.WithTimeout(t.ctx, lookTime)
	defer cancel()
	return Evaluate[bool](ctx, script)
}

// ReadApart has a script read the page in a world of its own, in which the page can
// replace nothing.
func ReadApart[T any](t *Tab, script string) (read T, err error) {
	ctx, cancel := context.WithTimeout(t.ctx, lookTime)
	defer cancel()
	world, err := chromedp.Call(
		ctx,
		page.CreateIsolatedWorld,
		page.CreateIsolatedWorldParams{FrameID: t.guard.mainFrame()},
	)
	if err != nil {
		return read, fmt.Errorf("a world to read the page in: %w", err)
	}
	return chromedp.Run(ctx, chromedp.Evaluate[T](script, func(p *runtime.EvaluateParams) {
		p.ContextID, p.Timeout = world.ExecutionContextID, runtime.TimeDelta(lookTime.Milliseconds())
	}))
}

// Links are the page's links that lead to other pages of the site.
func (t *Tab) Links() []string {
	ctx, cancel := context.WithTimeout(t.ctx, lookTime)
	defer cancel()
	all, err := chromedp.Run(
		ctx,
		chromedp.Evaluate[[]string](
			`[...document.querySelectorAll("a[href]")].slice(0, 2000).map(a => String(a.href))`,
		),
	)
	if err != nil {
		return nil
	}
	var links []string
	for _, text := range all {
		if u, err := url.Parse(text); err == nil && t.leadsOn(u) {
			u.Fragment = ""
			links = append(links, u.String())
		}
	}
	return slices.Compact(links)
}

// leadsOn reports whether the address may be a page of the site that can be
// opened without doing anything.
func (t *Tab) leadsOn(u *url.URL) bool {
	return (u.Scheme == "http" || u.Scheme == "https") && siteurl.SameSite(u, t.Site) && u.User == nil &&
		!slices.Contains(noPages, strings.ToLower(path.Ext(u.Path))) && !actions.MatchString(u.Path)
}

// noPages are endings of files that are no pages.
var noPages = strings.Fields(
	".pdf .zip .gz .jpg .jpeg .png .gif .svg .webp .ico .css .js .json .xml .atom .rss .txt .mp3 .mp4 .woff2 .csv .ics .dmg .exe .yaml",
)

// actions are links of sites that do something on GET.
var actions = regexp.MustCompile(`(?i)(log|sign)-?_?out|unsubscribe|/delete|/remove`)
