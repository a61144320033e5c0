package walk

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/report"
)

// fewPages is how many pages are seen again by those who decided something: what
// the anonymous visitor found, from the start.
const fewPages = 6

// lookAround follows the links of the site, those of the start page first.
func (w *walker) lookAround(t *browser.Tab) string {
	queue, known, unasked := []string{w.Site.String()}, map[string]bool{w.Site.String(): true}, 0
	for i := 0; i < len(queue) && i < w.Pages; i++ {
		if t.Ended() {
			return ""
		}
		if i > 0 && !w.Robots.Allows(queue[i]) {
			unasked++
			continue
		}
		w.walked = queue[:min(len(queue), w.Pages)]
		w.wait(i)
		p := w.reach(t, queue[i], i)
		w.readPrinted(t, queue[i], p)
		if i == 0 && p.Status == 0 {
			return p.Trouble // then there is nothing to look at
		}
		w.stayAt(t, queue[i], patienceAt(i)*w.Limits.Stay)
		w.pages.noQuestion = !w.question.isSeen()
		for _, link := range w.linksOf(t, i+1 == len(queue)) {
			if !known[link] && !w.skips(link) && len(queue) < 10*w.Pages {
				known[link] = true
				queue = append(queue, link)
			}
		}
	}
	w.walked = queue[:min(len(queue), w.Pages)]
	w.openPrinted(t)
	w.arrive(t)
	w.useStartPage(t)
	w.asAPhone(t)
	if unasked > 0 {
		w.note(
			"The site's robots.txt asks audits to leave out %s; nothing is known of what they set.",
			report.Quantity(unasked, "page"),
		)
	}
	if len(queue) > w.Pages {
		w.note("The site has more pages than the %d that were looked at; the setting “pages” says how many.", w.Pages)
	}
	return ""
}

// stayAt looks whether the page that was opened last asks about cookies, and tells what it sets
// meanwhile.
func (w *walker) stayAt(t *browser.Tab, address string, wait time.Duration) {
	w.pages.still = 1
	w.telling(address, func() { w.lookForQuestion(t, address, wait) })
	w.pages.still = 0
}

// wait pauses between two pages for as long as the site asks.
func (w *walker) wait(pages int) {
	if pause := w.Robots.Delay(); pages > 0 && pause > 0 {
		select {
		case <-w.ctx.Done():
		case <-time.After(pause):
		}
	}
}

func (w *walker) skips(link string) bool {
	u, err := url.Parse(link)
	return err != nil || slices.ContainsFunc(w.Skip, func(start string) bool { return strings.HasPrefix(u.Path, start) })
}
