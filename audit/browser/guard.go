package browser

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/debugger"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"github.com/prokken/prokken/audit/observe"
	"github.com/prokken/prokken/audit/siteurl"
)

// guard answers what the browser waits for: dialogs, and whether a page may be
// left. It never lets the tab leave the site.
type guard struct {
	rec  *observe.Recorder
	site *url.URL
	ctx  context.Context // of the tab
	mu   sync.Mutex
	main cdp.FrameID
	hold bool     // no redirect is followed
	form *url.URL // the page to whose host forms may be sent; nil: to any of the site
	left []string // where it would have gone
}

// hear takes the same events as the recorder. It must not wait, so it answers
// from a goroutine of its own, which ends with the tab.
func (g *guard) hear(event any) {
	switch e := event.(type) {
	case *target.EventAttachedToTarget:
		calls := []workerCall{goOn}
		if e.TargetInfo.Type == "service_worker" {
			calls = atStart
		}
		go g.answer(func() error { return tellWorker(g.context(), e.SessionID, calls...) })
	case *target.EventReceivedMessageFromTarget:
		if observe.WorkerSays(e.Message).Method == debugger.Paused.Method {
			go g.answer(func() error { return tellWorker(g.context(), e.SessionID, atFirstLine...) })
		}
	case *page.EventJavascriptDialogOpening:
		go g.answer(command(g.context(), page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: e.Type == page.DialogTypeBeforeunload}))
	case *fetch.EventRequestPaused:
		if g.stops(e) {
			go g.answer(command(g.context(), fetch.FailRequest, fetch.FailRequestParams{RequestID: e.RequestID, ErrorReason: network.ErrorReasonBlockedByClient}))
		} else {
			go g.answer(command(g.context(), fetch.ContinueRequest, fetch.ContinueRequestParams{RequestID: e.RequestID}))
		}
	}
}

func (g *guard) answer(do func() error) { _ = do() } // the tab may be gone

func (g *guard) context() context.Context {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.ctx
}

// stops reports whether the page itself would leave the site, or follow a
// redirect that the audit wants to see, not to follow.
func (g *guard) stops(e *fetch.EventRequestPaused) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if e.FrameID != g.main {
		return false
	}
	there, err := siteurl.Parse(e.Request.URL)
	if err == nil && siteurl.SameSite(there, g.site) && (!g.hold || e.RedirectedRequestID == "") && g.maySend(e.Request.Method, there) {
		return false
	}
	g.left = append(g.left, siteurl.Bare(e.Request.URL))
	return true
}

// maySend reports whether the request carries no form, or to a host that may get one, and not
// in the clear where the form stood on a page of https.
func (g *guard) maySend(method string, to *url.URL) bool {
	if g.form == nil || method == http.MethodGet {
		return true
	}
	return strings.EqualFold(to.Host, g.form.Host) && (to.Scheme == g.form.Scheme || to.Scheme == "https")
}

// keepFormsOn has the page send forms to the page's own host alone, until it is undone.
func (g *guard) keepFormsOn(page *url.URL) (undo func()) {
	g.setForm(page)
	return func() { g.setForm(nil) }
}

func (g *guard) setForm(page *url.URL) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.form = page
}

func (g *guard) mainFrame() cdp.FrameID {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.main
}

// holding follows no redirect while it acts, and tells where they led.
func (g *guard) holding(act func()) []string {
	g.setHold(true)
	defer g.setHold(false)
	act()
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.left
}

func (g *guard) setHold(hold bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.hold, g.left = hold, nil
}

// begin learns which frame is the page itself.
func (g *guard) begin(ctx context.Context) error {
	tree, err := chromedp.Call(ctx, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return err
	}
	g.rec.SetMain(tree.FrameTree.Frame.ID)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.ctx, g.main = ctx, tree.FrameTree.Frame.ID
	return nil
}
