package audit

import (
	"context"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// fewPages is how many pages are seen again by those who decided something: what
// the stranger found, from the start.
const fewPages = 6

// lookAround follows the links of the site, those of the start page first.
func (r *run) lookAround(t *tab) string {
	queue, known, unasked := []string{r.site.String()}, map[string]bool{r.site.String(): true}, 0
	for i := 0; i < len(queue) && i < r.Pages; i++ {
		if t.ctx.Err() != nil {
			return "There was no time left for the other pages."
		}
		if i > 0 && !r.robots.allows(queue[i]) {
			unasked++
			continue
		}
		r.walked = queue[:min(len(queue), r.Pages)]
		r.wait(i)
		p := r.open(t, queue[i])
		r.readPrinted(t, queue[i], p)
		if i == 0 && p.Status == 0 {
			return p.Trouble // then there is nothing to look at
		}
		for _, link := range t.links() {
			if !known[link] && !r.skips(link) && len(queue) < 10*r.Pages {
				known[link] = true
				queue = append(queue, link)
			}
		}
	}
	r.walked = queue[:min(len(queue), r.Pages)]
	r.openPrinted(t)
	if unasked > 0 {
		r.note("The site's robots.txt asks audits to leave out %s; nothing is known of what they set.", count(unasked, "page"))
	}
	if len(queue) > r.Pages {
		r.note("The site has more pages than the %d that were looked at; --pages sets how many.", r.Pages)
	}
	return ""
}

// wait pauses between two pages for as long as the site asks.
func (r *run) wait(pages int) {
	if pause := r.robots.delay(); pages > 0 && pause > 0 {
		select {
		case <-r.ctx.Done():
		case <-time.After(pause):
		}
	}
}

func (r *run) skips(link string) bool {
	u, err := url.Parse(link)
	return err != nil || slices.ContainsFunc(r.Skip, func(start string) bool { return strings.HasPrefix(u.Path, start) })
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
	return (u.Scheme == "http" || u.Scheme == "https") && sameSite(u, t.rec.site) && u.User == nil &&
		!slices.Contains(noPages, strings.ToLower(path.Ext(u.Path))) && !actions.MatchString(u.Path)
}

// noPages are endings of files that are no pages.
var noPages = strings.Fields(".pdf .zip .gz .jpg .jpeg .png .gif .svg .webp .ico .css .js .json .xml .atom .rss .txt .mp3 .mp4 .woff2 .csv .ics .dmg .exe .yaml")

// actions are links of sites that do something on GET.
var actions = regexp.MustCompile(`(?i)(log|sign)-?_?out|unsubscribe|/delete|/remove`)
