package browser

import (
	"context"
	"net/url"
	"time"

	"github.com/chromedp/cdproto/inspector"
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

// Settings say which browser is used, for which site.
type Settings struct {
	Browsers *Pool
	Proxy    string // its address, as host:port: the tab reaches nothing else
	Site     *url.URL
	Limits   Limits
	Shots    bool // a picture of each page
	GPC      bool // Sec-GPC: 1
}

// Open makes a fresh profile in a browser of the pool and opens its one tab. The
// recorder hears what the tab tells. Whoever opens it has to call Stop. Where no browser
// comes up, that is tried once more: the machine may have been busy.
func Open(ctx context.Context, s Settings, rec *observe.Recorder) (*Tab, error) {
	t, err := open(ctx, s, rec)
	if err != nil && ctx.Err() == nil {
		return open(ctx, s, rec)
	}
	return t, err
}

func open(ctx context.Context, s Settings, rec *observe.Recorder) (*Tab, error) {
	b, err := s.Browsers.take(ctx)
	if err != nil {
		return nil, err
	}
	t := &Tab{Settings: s, rec: rec, guard: &guard{rec: rec, site: s.Site}, stays: true}
	t.profile, err = b.newProfile(ctx, s.Proxy, t.hear)
	begin := func() error { return t.guard.begin(t.ctx) }
	if err := firstError(func() error { return err }, begin, t.prepare); err != nil {
		t.broken.Store(true)
		t.Stop()
		return nil, err
	}
	t.limitStores(t.ctx, s.Site.Scheme+"://"+s.Site.Host)
	return t, nil
}

// hear takes every event of the tab.
func (t *Tab) hear(event any) {
	if _, crashed := event.(*inspector.EventTargetCrashed); crashed {
		t.broken.Store(true)
	}
	t.rec.Hear(event)
	t.guard.hear(event)
}

// Stop takes the profile away, and gives the browser back. The next journey gets
// another one where a page of this one hung or broke.
func (t *Tab) Stop() { t.Browsers.put(t.process, t.close() && !t.broken.Load()) }

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
