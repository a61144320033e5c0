package audit

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// printedPage is the policy as people read it in a browser, to compare with the
// document that machines read.
type printedPage struct {
	address string // "": there is none that belongs to the document
	opened  bool
	problem string // why it could not be read; "" if it was
	content printed
}

// printed is what a page shows. What it hides is not in it.
type printed struct {
	Text   string         `json:"text"`
	Day    string         `json:"day"` // of "Last updated": "2026-04-16"
	Tables []printedTable `json:"tables"`
	Items  []string       `json:"items"` // of lists
}

type printedTable struct {
	Caption string       `json:"caption"`
	Rows    []printedRow `json:"rows"`
}

type printedRow struct {
	Head  bool     `json:"head"` // of the columns
	Cells []string `json:"cells"`
}

// pageOf is the page that belongs to a document, if it is one of this site: the
// one that it names, or else the one that stands beside it.
func (r *run) pageOf(named, beside string) string {
	for _, address := range []string{named, beside} {
		if u, err := ParseURL(address); err == nil && r.isHere(u) {
			return u.String()
		}
	}
	return ""
}

// isHere: with www. and without it a site is the same; any other host of it may
// be a site of its own.
func (r *run) isHere(u *url.URL) bool {
	host := func(u *url.URL) string { return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.") }
	return (u.Scheme == "http" || u.Scheme == "https") && u.User == nil && host(u) == host(r.site) && u.Port() == r.site.Port()
}

// expectPage has the stranger read the page of the policy.
func (r *run) expectPage(address string) {
	r.printed = printedPage{address: address, problem: "The audit ended before it."}
	if address == "" {
		r.note("The policy names no page of this site, so what the site prints was not compared with it.")
	}
}

// readPrinted reads the page of the policy where it is the one that was opened.
func (r *run) readPrinted(t *tab, asked string, p Page) {
	if asked != r.printed.address {
		return
	}
	r.printed.opened, r.printed.problem = true, p.Trouble
	if p.Trouble == "" {
		var err error
		if r.printed.content, err = t.printed(); err != nil {
			r.printed.problem = "It did not answer when it was to be read."
		} else if !r.isStill() {
			r.printed.problem = "Another version was published meanwhile."
		}
	}
}

// openPrinted opens the page of the policy where no link led to it.
func (r *run) openPrinted(t *tab) {
	switch address := r.printed.address; {
	case address == "" || r.printed.opened:
	case !r.robots.allows(address):
		r.printed.problem = "The site's robots.txt asks audits to leave it out."
	default:
		r.readPrinted(t, address, r.open(t, address))
	}
}

// printed asks in a world of its own, in which the page can replace nothing.
func (t *tab) printed() (printed, error) {
	ctx, cancel := context.WithTimeout(t.ctx, lookTime)
	defer cancel()
	world, err := chromedp.Call(ctx, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: t.guard.mainFrame()})
	if err != nil {
		return printed{}, fmt.Errorf("a world to read the page in: %w", err)
	}
	return chromedp.Run(ctx, chromedp.Evaluate[printed](readPage, func(p *runtime.EvaluateParams) {
		p.ContextID, p.Timeout = world.ExecutionContextID, runtime.TimeDelta(lookTime.Milliseconds())
	}))
}
