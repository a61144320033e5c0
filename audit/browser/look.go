package browser

import (
	"context"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/siteurl"
)

// Look bounds what only looks at the page.
func (t *Tab) Look() (context.Context, context.CancelFunc) {
	return context.WithTimeout(t.ctx, t.Limits.look())
}

// Rest lets so much time pass at the page that is shown, by its own clock.
func (t *Tab) Rest(d time.Duration) {
	ctx, cancel := context.WithTimeout(t.ctx, d+t.Limits.look())
	defer cancel()
	t.Pass(ctx, d)
}

// At is the address that is shown.
func (t *Tab) At() *url.URL {
	ctx, cancel := context.WithTimeout(t.ctx, t.Limits.look())
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
	ctx, cancel := context.WithTimeout(t.ctx, t.Limits.look())
	defer cancel()
	return Evaluate[bool](ctx, script)
}

// ReadApart has a script read the page in a world of its own, in which the page can
// replace nothing.
func ReadApart[T any](t *Tab, script string) (read T, err error) {
	ctx, cancel := context.WithTimeout(t.ctx, t.Limits.look())
	defer cancel()
	world, err := t.world(ctx, t.guard.mainFrame())
	if err != nil {
		return read, fmt.Errorf("a world to read the page in: %w", err)
	}
	return chromedp.Run(ctx, chromedp.Evaluate[T](script, func(p *runtime.EvaluateParams) {
		p.ContextID, p.Timeout = world, runtime.TimeDelta(t.Limits.look().Milliseconds())
	}))
}

// linksScript gives the addresses of all links of a document, those in open shadow trees,
// maps and drawings, too; those that its head names as the next page or as the same one in
// another language; where it says that it leads by itself; and those of forms without a field
// that ask for a page. An address in a drawing is an object of its own.
const linksScript = `(() => {
	const found = [];
	const add = (address, base) => { try { if (address) found.push(new URL(address, base).href); } catch {} };
	for (const e of document.querySelectorAll("link[rel~=next], link[rel~=prev], link[rel~=alternate][hreflang]")) add(e.href);
	for (const e of document.querySelectorAll("meta[http-equiv=refresh i]")) add(/url\s*=\s*['"]?([^'"]+)/i.exec(e.content)?.[1], document.baseURI);
	for (const e of document.forms) if (e.method === "get" && ![...e.elements].some(f => !/^(button|submit|hidden|image|fieldset)/.test(f.type))) add(e.getAttribute("action"), document.baseURI);
	const gather = (root) => {
		for (const e of root.querySelectorAll("*")) {
			if (found.length >= 2000) return;
			if (/^(a|area)$/.test(e.localName)) {
				const href = e.href?.baseVal ?? e.href ?? e.getAttribute("xlink:href");
				try { if (href) found.push(new URL(href, e.baseURI).href); } catch {}
			}
			if (e.shadowRoot) gather(e.shadowRoot);
		}
	};
	gather(document);
	return found;
})()`

// Links are the links of the page and its frames that lead to other pages of the site.
func (t *Tab) Links() []string {
	ctx, cancel := t.Look()
	defer cancel()
	var links []string
	for _, f := range t.Frames(ctx) {
		all, _ := ReadFrame[[]string](ctx, f, linksScript) // a frame that hangs has none
		for _, address := range all {
			if address, leads := t.LeadsOn(address); leads {
				links = append(links, address)
			}
		}
	}
	return slices.Compact(links)
}

// LeadsOn is the address without its fragment, and whether it may be a page of the site
// that can be opened without doing anything. The fragments of some sites are pages.
func (t *Tab) LeadsOn(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil {
		return "", false
	}
	if !strings.HasPrefix(u.Fragment, "/") && !strings.HasPrefix(u.Fragment, "!/") {
		u.Fragment = ""
	}
	return u.String(), t.leadsOn(u)
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
