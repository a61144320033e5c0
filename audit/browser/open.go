package browser

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/prokken/prokken/audit/observe"
	"github.com/prokken/prokken/audit/report"
)

// Limits bound what pages may take.
type Limits struct {
	Page   time.Duration // one page
	Stay   time.Duration // at the first page, and after a decision about cookies
	Store  int64         // bytes that an origin may keep
	Memory int64         // bytes that the browser may hold
}

// Settings say which browser is started, for which site.
type Settings struct {
	Chromium string            // path
	Proxied  map[string]string // flags that lead everything through the proxy
	Site     *url.URL
	Limits   Limits
	Shots    bool // a picture of each page
	GPC      bool // Sec-GPC: 1
}

// Open starts a browser with a fresh profile and opens its one tab. The recorder
// hears what the tab tells. Whoever opens it has to call stop.
func Open(ctx context.Context, s Settings, rec *observe.Recorder) (*Tab, error) {
	g := &guard{rec: rec, site: s.Site}
	b, err := launch(ctx, s.Chromium, s.Proxied, func(event any) { rec.Hear(event); g.hear(event) })
	if err != nil {
		return nil, err
	}
	t := &Tab{chromium: b, Settings: s, rec: rec, guard: g, stays: true}
	if err := firstError(func() error { return g.begin(b.ctx) }, t.prepare); err != nil {
		t.Stop()
		return nil, err
	}
	t.limitStores(b.ctx, s.Site.Scheme+"://"+s.Site.Host)
	return t, nil
}

// ContinueAs continues the journey under another name.
func (t *Tab) ContinueAs(name report.JourneyName) { t.rec.ContinueAs(name) }

// StayHere stays at the next page for as long as a person would.
func (t *Tab) StayHere() { t.stays = true }

// Ended reports whether there is no time left for another page.
func (t *Tab) Ended() bool { return t.ctx.Err() != nil }

// Holding follows no redirect while it acts, and tells where they led.
func (t *Tab) Holding(act func()) []string { return t.guard.holding(act) }

// Evaluate runs a script in the page and gives what it gives.
func Evaluate[T any](ctx context.Context, script string) (T, error) {
	return chromedp.Run(ctx, chromedp.Evaluate[T](script))
}

// Send has a script send a form, and waits for the page that follows at the address.
func (t *Tab) Send(address, script string) (sent bool) {
	t.Follow(address, func(ctx context.Context) error {
		var err error
		sent, err = Evaluate[bool](ctx, "(() => {"+script+"})()")
		time.Sleep(still) // the answer is on its way
		return err
	})
	t.Shoot()
	return sent
}

// LimitMemory ends a browser that holds too much memory. What it returns stops the
// watching and tells whether that happened.
func (t *Tab) LimitMemory() func() string {
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
