package browser

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/inspector"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/prokken/prokken/audit/observe"
	"github.com/prokken/prokken/audit/report"
)

// Limits bound what pages may take.
type Limits struct {
	Page   time.Duration                        // one page
	Late   func(address string) <-chan struct{} // tells when a page has taken too long; nil: Page alone does
	Polls  time.Duration                        // what scripts go on fetching; 0: half of a page's
	Look   time.Duration                        // reading a page, which may hang; 0: the usual
	Stay   time.Duration                        // at the first page, and after a decision about cookies
	Store  int64                                // bytes that an origin may keep
	Memory int64                                // bytes that the browser may hold; 0: any
}

// lookTime bounds what follows a page, when the page hangs.
const lookTime = 5 * time.Second

func (l Limits) look() time.Duration { return cmp.Or(l.Look, lookTime) }

// bound gives the page at the address as long as it may take.
func (l Limits) bound(ctx context.Context, address string) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(ctx, l.Page)
	if l.Late != nil {
		late := l.Late(address)
		go func() {
			select {
			case <-late:
				cancel()
			case <-ctx.Done():
			}
		}()
	}
	return ctx, cancel
}

// Settings say which browser is used, for which site.
type Settings struct {
	Browsers  *Pool
	Proxy     string // its address, as host:port: the tab reaches nothing else
	Site      *url.URL
	Limits    Limits
	Shots     bool // a picture of each page
	GPC       bool // Sec-GPC: 1
	AsVisitor bool // nothing says that it is an audit
}

// ErrDidNotStart is returned where no browser came up, however often it was tried. It
// says something of the machine and nothing of the site: another time it may be less busy.
var ErrDidNotStart = errors.New("no browser came up on this machine")

// pauses are what is waited before a browser that did not come up is tried again: the
// machine may be busy.
var pauses = []time.Duration{500 * time.Millisecond, 2 * time.Second}

// Open makes a fresh profile in a browser of the pool and opens its one tab. The
// recorder hears what the tab tells. Whoever opens it has to call Stop.
func Open(ctx context.Context, s Settings, rec *observe.Recorder) (*Tab, error) {
	t, err := open(ctx, s, rec)
	for i := 0; err != nil && i < len(pauses) && !errors.Is(err, fs.ErrNotExist); i++ {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(pauses[i]):
			t, err = open(ctx, s, rec)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDidNotStart, err)
	}
	return t, nil
}

func open(ctx context.Context, s Settings, rec *observe.Recorder) (*Tab, error) {
	b, err := s.Browsers.take(ctx, s.AsVisitor)
	if err != nil {
		return nil, err
	}
	t := &Tab{Settings: s, rec: rec, guard: &guard{rec: rec, site: s.Site}, stays: true}
	t.worlds = &worlds{known: map[cdp.FrameID]runtime.ExecutionContextID{}}
	t.profile, err = s.Browsers.newProfile(ctx, b, s.Proxy, t.hear)
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
	t.worlds.hear(event)
	t.rec.Hear(event)
	t.guard.hear(event)
}

// Stop takes the profile away, and gives the browser back. The next journey gets
// another one where a page of this one hung or broke.
func (t *Tab) Stop() {
	t.Browsers.put(t.process, t.Browsers.closeProfile(t.profile) && !t.broken.Load())
}

// ContinueAs continues the journey under another name.
func (t *Tab) ContinueAs(name report.JourneyName) { t.rec.ContinueAs(name) }

// StayHere stays at the next page for as long as a person would.
func (t *Tab) StayHere() { t.stays = true }

// Expire ends the journey where it is: its time is up.
func (t *Tab) Expire() { t.expire() }

// Ended reports whether there is no time left for another page.
func (t *Tab) Ended() bool { return t.ctx.Err() != nil }

// Holding follows no redirect while it acts, and tells where they led.
func (t *Tab) Holding(act func()) []string { return t.guard.holding(act) }

// Evaluate runs a script in the page and gives what it gives.
func Evaluate[T any](ctx context.Context, script string) (T, error) {
	return chromedp.Run(ctx, chromedp.Evaluate[T](script))
}

// SendApart has a script fill in a form and a second one send it, in a world in which the page can replace
// nothing, and waits for the page that follows at the address. Until then the page sends forms to the host
// alone that it is of, redirects included. No picture is taken.
func SendApart[T any](t *Tab, address, fill, send string) (filled T) {
	defer t.guard.keepFormsOn(t.At())()
	t.Follow(address, func(ctx context.Context) error {
		for _, here := range t.page(ctx) {
			var err error
			if filled, err = ReadFrame[T](ctx, here, fill); err != nil {
				return err
			}
			t.Pass(ctx, still) // what the page makes of what was typed
			_, _ = here.evaluate(ctx, send, true)
			t.Pass(ctx, still) // the answer is on its way
		}
		return nil
	})
	return filled
}

// Send has a script send a form, and waits for the page that follows at the address.
func (t *Tab) Send(address, script string) (sent bool) {
	t.Follow(address, func(ctx context.Context) error {
		var err error
		sent, err = Evaluate[bool](ctx, "(() => {"+script+"})()")
		t.Pass(ctx, still) // the answer is on its way
		return err
	})
	t.Shoot()
	return sent
}
