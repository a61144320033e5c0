package audit

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
)

// at is the address that is shown.
func (t *tab) at() *url.URL {
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

// visited reports whether the address was opened.
func (t *tab) visited(address string) bool {
	return slices.ContainsFunc(t.pages, func(p Page) bool { return p.URL == bare(address) })
}

// asksPassword reports whether the page wants one to log in.
func (t *tab) asksPassword() (bool, error) {
	ctx, cancel := context.WithTimeout(t.ctx, lookTime)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[bool](`[...document.querySelectorAll('form input[type=password]')].some(e => e.getClientRects().length > 0)`))
}

// readApart has a script read the page in a world of its own, in which the page can
// replace nothing.
func readApart[T any](t *tab, script string) (read T, err error) {
	ctx, cancel := context.WithTimeout(t.ctx, lookTime)
	defer cancel()
	world, err := chromedp.Call(ctx, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: t.guard.mainFrame()})
	if err != nil {
		return read, fmt.Errorf("a world to read the page in: %w", err)
	}
	return chromedp.Run(ctx, chromedp.Evaluate[T](script, func(p *runtime.EvaluateParams) {
		p.ContextID, p.Timeout = world.ExecutionContextID, runtime.TimeDelta(lookTime.Milliseconds())
	}))
}

// links are the page's links that lead to other pages of the site.
func (t *tab) links() []string {
	ctx, cancel := context.WithTimeout(t.ctx, lookTime)
	defer cancel()
	all, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`[...document.querySelectorAll("a[href]")].slice(0, 2000).map(a => String(a.href))`))
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
func (t *tab) leadsOn(u *url.URL) bool {
	return (u.Scheme == "http" || u.Scheme == "https") && sameSite(u, t.Site) && u.User == nil &&
		!slices.Contains(noPages, strings.ToLower(path.Ext(u.Path))) && !actions.MatchString(u.Path)
}

// noPages are endings of files that are no pages.
var noPages = strings.Fields(".pdf .zip .gz .jpg .jpeg .png .gif .svg .webp .ico .css .js .json .xml .atom .rss .txt .mp3 .mp4 .woff2 .csv .ics .dmg .exe .yaml")

// actions are links of sites that do something on GET.
var actions = regexp.MustCompile(`(?i)(log|sign)-?_?out|unsubscribe|/delete|/remove`)
