package browser

import (
	"context"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"github.com/prokken/prokken/audit/proxy"
)

// profile is one journey's part of a browser, kept in memory: cookies, stores, workers,
// files and cache are its own, and go with it.
type profile struct {
	*process
	id     cdp.BrowserContextID
	ctx    context.Context // of its one tab; ends with the audit, and with the browser
	end    func()          // ends what is said to the tab
	expire func()          // ends ctx; end still has to be called
}

// newProfile makes a profile of the browser that reaches nothing but the proxy at that
// address. The listener gets every event of its tab.
func (p *Pool) newProfile(ctx context.Context, b *process, door string, listener func(event any)) (*profile, error) {
	both, stop := context.WithCancel(b.ctx)
	release := context.AfterFunc(ctx, stop)
	starting, cancel := context.WithTimeout(both, p.startTime())
	defer cancel()
	made, err := chromedp.CallBrowser(
		starting,
		target.CreateBrowserContext,
		target.CreateBrowserContextParams{ProxyServer: "http://" + door, ProxyBypassList: proxy.NoBypass},
	)
	tab, stopTab := chromedp.NewContext(
		both,
		chromedp.WithExistingBrowserContext(made.BrowserContextID),
		chromedp.WithListener(listener),
	)
	return &profile{b, made.BrowserContextID, tab, func() { release(); stop(); stopTab() }, stop}, err
}

// closeTime is how long a profile may take to go.
const closeTime = 5 * time.Second

// closeProfile takes the profile away with all that runs in it. It reports whether the
// browser did so; if not, it is ended, unless others use it.
func (p *Pool) closeProfile(of *profile) bool {
	ctx, cancel := context.WithTimeout(of.process.ctx, p.closeTime())
	defer cancel()
	_, err := chromedp.CallBrowser(
		ctx,
		target.DisposeBrowserContext,
		target.DisposeBrowserContextParams{BrowserContextID: of.id},
	)
	if err != nil && !p.Shared {
		of.kill()
	}
	of.end()
	return err == nil
}
