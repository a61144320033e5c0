package browser

import "context"

// hint is a host that the page names for the browser to connect to or look up, or a link
// that tells when it is pressed. No request is made for it, or none yet.
type hint struct{ Kind, Address string }

// hintsScript reads the hints of a document.
const hintsScript = `[
	...[...document.querySelectorAll('link[rel~=preconnect][href], link[rel~=dns-prefetch][href]')].map(e => ({Kind: e.rel, Address: e.href})),
	...[...document.querySelectorAll('a[ping]')].flatMap(e => e.ping.split(/\s+/).filter(Boolean).map(p => ({Kind: 'ping of a link', Address: new URL(p, e.baseURI).href}))),
].slice(0, 100)`

// lookAtHints notes them as requests.
func (t *Tab) lookAtHints(ctx context.Context) {
	for _, f := range t.page(ctx) {
		hints, _ := ReadFrame[[]hint](ctx, f, hintsScript) // a page that hangs has none
		for _, h := range hints {
			t.rec.Hinted(h.Kind, h.Address)
		}
	}
}
