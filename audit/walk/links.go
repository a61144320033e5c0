package walk

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"regexp"

	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/report"
)

// linksOf are the links of the page, and those of the site's map where no others are left.
func (w *walker) linksOf(t *browser.Tab, isLast bool) []string {
	links := t.Links()
	if !isLast || len(links) > 0 && len(w.walked) >= w.Pages {
		return links
	}
	return append(links, w.mapped(t)...)
}

const (
	maxMap    = 1 << 20
	maxMapped = 50
)

var mapEntry = regexp.MustCompile(`<loc>\s*([^<\s]+)\s*</loc>`)

// mapped are the pages that sitemap.xml names; it is asked for once.
func (w *walker) mapped(t *browser.Tab) (links []string) {
	if w.mapRead {
		return nil
	}
	w.mapRead = true
	text, status, err := w.Client.Get(w.ctx, w.Client.At("/sitemap.xml"), maxMap)
	if err != nil || status != http.StatusOK {
		return nil
	}
	for _, entry := range mapEntry.FindAllSubmatch(text, maxMapped) {
		if address, leads := t.LeadsOn(html.UnescapeString(string(entry[1]))); leads {
			links = append(links, address)
		}
	}
	return links
}

// reach opens a page. Until a link led to a new document the link is pressed first: where
// a script handles it, the page changes without one, and other things happen than when
// its address is opened.
func (w *walker) reach(t *browser.Tab, address string, number int) report.Page {
	if number == 0 || w.hardLinks {
		return w.open(t, address)
	}
	pressed := false
	p := t.Follow(address, func(ctx context.Context) error {
		err := t.PressHere(ctx, fmt.Sprintf(linkTo, address))
		pressed = err == nil
		return err
	})
	w.hardLinks = pressed && p.Status != 0
	if w.hardLinks && p.Status == http.StatusOK && !p.Cut {
		w.notify(address)
		t.Shoot()
		w.pages.done++
		return p
	}
	t.Drop() // it is opened in the ordinary way
	return w.open(t, address)
}

// linkTo is the link of the page itself that leads to the address in this tab.
const linkTo = `[...document.querySelectorAll('a[href]')].find(a => a.href === %q && !a.target && a.getClientRects().length > 0)`
