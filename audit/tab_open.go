package audit

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/chromedp/chromedp"
)

// BrowserLimits bound what pages may take.
type BrowserLimits struct {
	Page   time.Duration // one page
	Stay   time.Duration // at the first page, and after a decision about cookies
	Store  int64         // bytes that an origin may keep
	Memory int64         // bytes that the browser may hold
}

// tabSettings say which browser is started, for which site.
type tabSettings struct {
	Chromium string            // path
	Proxied  map[string]string // flags that lead everything through the proxy
	Site     *url.URL
	Limits   BrowserLimits
	Shots    bool // a picture of each page
	GPC      bool // Sec-GPC: 1
}

// openTab starts a browser with a fresh profile and opens its one tab. The recorder
// hears what the tab tells. Whoever opens it has to call stop.
func openTab(ctx context.Context, s tabSettings, rec *recorder) (*tab, error) {
	g := &guard{rec: rec, site: s.Site}
	b, err := launch(ctx, s.Chromium, s.Proxied, func(event any) { rec.hear(event); g.hear(event) })
	if err != nil {
		return nil, err
	}
	t := &tab{chromium: b, tabSettings: s, rec: rec, guard: g, stays: true}
	if err := firstError(func() error { return g.begin(b.ctx) }, t.prepare); err != nil {
		t.stop()
		return nil, err
	}
	t.limitStores(b.ctx, s.Site.Scheme+"://"+s.Site.Host)
	return t, nil
}

// as continues the journey under another name.
func (t *tab) as(name JourneyName) { t.rec.asWho(name) }

// stayHere stays at the next page for as long as a person would.
func (t *tab) stayHere() { t.stays = true }

// ended reports whether there is no time left for another page.
func (t *tab) ended() bool { return t.ctx.Err() != nil }

// holding follows no redirect while it acts, and tells where they led.
func (t *tab) holding(act func()) []string { return t.guard.holding(act) }

// evaluate runs a script in the page and gives what it gives.
func evaluate[T any](ctx context.Context, script string) (T, error) {
	return chromedp.Run(ctx, chromedp.Evaluate[T](script))
}

// send has a script send a form, and waits for the page that follows at the address.
func (t *tab) send(address, script string) (sent bool) {
	t.goes(address, func(ctx context.Context) error {
		var err error
		sent, err = evaluate[bool](ctx, "(() => {"+script+"})()")
		time.Sleep(still) // the answer is on its way
		return err
	})
	t.shoot()
	return sent
}

// limitMemory ends a browser that holds too much memory. What it returns stops the
// watching and tells whether that happened.
func (t *tab) limitMemory() func() string {
	done, reason := make(chan struct{}), make(chan string, 1)
	go func() {
		for {
			select {
			case <-done:
				reason <- ""
				return
			case <-time.After(time.Second):
				if memoryOf(t.folder) > t.Limits.Memory {
					t.kill()
					<-done
					reason <- fmt.Sprintf("The pages took more than %d MB of memory, so the browser was ended.", t.Limits.Memory>>20)
					return
				}
			}
		}
	}()
	return func() string { close(done); return <-reason }
}
