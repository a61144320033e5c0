package walk

import (
	"context"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"

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
	maxMaps   = 5
	maxMapped = 50
)

var mapLine = regexp.MustCompile(`(?im)^\s*sitemap:\s*(\S+)`)

var mapEntry = regexp.MustCompile(`<loc>\s*([^<\s]+)\s*</loc>`)

// mapped are the pages that the site's maps name: sitemap.xml and those of robots.txt, and the
// maps that they name in turn. They are asked for once.
func (w *walker) mapped(t *browser.Tab) (links []string) {
	if w.mapRead {
		return nil
	}
	w.mapRead = true
	maps := append([]string{w.Client.At("/sitemap.xml")}, w.mapsOfRobots()...)
	for i := 0; i < len(maps) && i < maxMaps && len(links) < maxMapped; i++ {
		for _, address := range w.entries(maps[i]) {
			if isMap(address) {
				maps = append(maps, address)
			} else if address, leads := t.LeadsOn(address); leads {
				links = append(links, address)
			}
		}
	}
	return links[:min(len(links), maxMapped)]
}

// entries are the addresses that a map of the site names.
func (w *walker) entries(address string) (all []string) {
	if u, err := url.Parse(address); err != nil || !strings.EqualFold(u.Host, w.Site.Host) {
		return nil
	}
	text, status, err := w.Client.Get(w.ctx, address, maxMap)
	if err != nil || status != http.StatusOK {
		return nil
	}
	for _, entry := range mapEntry.FindAllSubmatch(text, maxMapped) {
		all = append(all, html.UnescapeString(string(entry[1])))
	}
	return all
}

// mapsOfRobots are the maps that robots.txt names.
func (w *walker) mapsOfRobots() (all []string) {
	text, status, err := w.Client.Get(w.ctx, w.Client.At("/robots.txt"), maxMap)
	if err != nil || status != http.StatusOK {
		return nil
	}
	for _, line := range mapLine.FindAllSubmatch(text, maxMaps) {
		all = append(all, string(line[1]))
	}
	return all
}

func isMap(address string) bool {
	u, err := url.Parse(address)
	return err == nil && strings.HasSuffix(strings.ToLower(u.Path), ".xml")
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
