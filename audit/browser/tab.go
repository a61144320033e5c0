package browser

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/domstorage"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/serviceworker"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"github.com/prokken/prokken/audit/observe"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/siteurl"
)

// Tab is the one tab of a journey.
type Tab struct {
	*profile
	Settings
	rec    *observe.Recorder
	guard  *guard
	worlds *worlds
	Pages  []report.Page
	stays  bool        // at the next page for as long as a person would
	broken atomic.Bool // a page's process ended, or the tab was not made
}

// prepare turns on what the tab tells of, and off what it must not do.
func (t *Tab) prepare() error {
	ctx, cancel := context.WithTimeout(t.ctx, t.Browsers.startTime())
	defer cancel()
	source := watchScripts
	headers := network.Headers{}
	if t.GPC {
		source += sayGPC
		headers["Sec-GPC"] = "1"
	}
	return firstError(
		t.hush(ctx),
		command(ctx, network.Enable, network.EnableParams{}),
		command(ctx, domstorage.Enable, cdp.Empty{}),
		command(ctx, serviceworker.Enable, cdp.Empty{}),
		command(ctx, target.SetAutoAttach, attach),
		command(ctx, runtime.AddBinding, runtime.AddBindingParams{Name: observe.Binding}),
		command(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: source}),
		t.introduce(ctx),
		command(ctx, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: headers}),
		command(
			ctx,
			fetch.Enable,
			fetch.EnableParams{Patterns: []*fetch.RequestPattern{{ResourceType: network.ResourceTypeDocument}}},
		),
		commandBrowser(
			ctx,
			browser.SetDownloadBehavior,
			browser.SetDownloadBehaviorParams{
				Behavior: browser.SetDownloadBehaviorBehaviorDeny, BrowserContextID: t.id, EventsEnabled: new(true),
			},
		),
	)
}

func command[P, R any](ctx context.Context, c cdp.Command[P, R], params P) func() error {
	return func() error {
		_, err := chromedp.Call(ctx, c, params)
		return err
	}
}

func commandBrowser[P, R any](ctx context.Context, c cdp.Command[P, R], params P) func() error {
	return func() error {
		_, err := chromedp.CallBrowser(ctx, c, params)
		return err
	}
}

func firstError(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// Visit opens the address and waits until nothing happens any more, or for as
// long as a page may take.
func (t *Tab) Visit(address string) report.Page { return t.VisitFrom(address, "") }

// VisitFrom opens the address as if a link of another page had led there; "" is nowhere. Which
// page that is the site is told also where people's browsers would tell it less.
func (t *Tab) VisitFrom(address, referrer string) report.Page {
	sameDocument := false
	p := t.Follow(address, func(ctx context.Context) error {
		result, err := chromedp.Call(ctx, page.Navigate, page.NavigateParams{
			URL: address, Referrer: referrer, ReferrerPolicy: page.ReferrerPolicyUnsafeURL,
		})
		if err == nil && result.ErrorText != "" {
			err = errors.New(result.ErrorText)
		}
		sameDocument = err == nil && result.LoaderID == ""
		return err
	})
	if sameDocument && p.Status == 0 && !p.Cut {
		p.Status = http.StatusOK // another fragment of a page that is there
		t.Replace(p)
	}
	return p
}

// Follow does what leads to a page, and sees what the page does.
func (t *Tab) Follow(address string, act func(ctx context.Context) error) report.Page {
	began := time.Now()
	ctx, cancel := t.Limits.bound(t.ctx, address)
	defer cancel()
	t.rec.MoveTo(address, cmp.Or(t.Limits.Polls, t.Limits.Page/2))
	err := act(ctx)
	if err == nil {
		t.wait(ctx)
		t.leave(ctx)
	}
	late := ctx.Err() != nil && t.ctx.Err() == nil
	p := t.rec.Outcome(err, late, t.Limits.Page)
	p.URL = siteurl.Bare(address)
	if late {
		t.free()
	}
	t.look()
	p.Took = time.Since(began).Round(time.Millisecond)
	t.Pages = append(t.Pages, p)
	return p
}

// Replace puts the page in the place of the one visited last.
func (t *Tab) Replace(p report.Page) { t.Pages[len(t.Pages)-1] = p }

// Excuse takes back that the page visited last could not be loaded.
func (t *Tab) Excuse() {
	if len(t.Pages) > 0 {
		last := &t.Pages[len(t.Pages)-1]
		last.Trouble, last.Cut = "", false
	}
}

// Drop takes the page visited last from the list, and gives it back.
func (t *Tab) Drop() report.Page {
	last := t.Pages[len(t.Pages)-1]
	t.Pages = t.Pages[:len(t.Pages)-1]
	return last
}

// Join takes the page visited last for the one before it, which went on with an
// answer to its question.
func (t *Tab) Join() {
	if last := t.Drop(); last.Cut {
		before := &t.Pages[len(t.Pages)-1]
		before.Trouble, before.Cut = "It did not settle after its question was answered.", true
	}
}

const (
	// still is how long nothing must happen on the wire for a page to be done.
	still = 250 * time.Millisecond
	// look again so often.
	pause = 20 * time.Millisecond
)

func (t *Tab) wait(ctx context.Context) {
	for ctx.Err() == nil && !t.rec.Quiet(still) {
		time.Sleep(pause)
	}
}

// freeTime is how long a page may take to give way.
func (t *Tab) freeTime() time.Duration { return t.Limits.look() / 5 }

// free ends what a page's scripts are at: one that never ends would stop every
// page after it. Where that does not help the page's process is ended.
func (t *Tab) free() {
	ctx, cancel := context.WithTimeout(t.ctx, t.freeTime())
	defer cancel()
	if firstError(
		command(ctx, runtime.TerminateExecution, cdp.Empty{}),
		command(ctx, page.StopLoading, cdp.Empty{}),
	) == nil {
		return
	}
	t.crash()
	if !t.broken.Load() && !t.Browsers.Shared {
		t.killPages() // the browser itself is too busy with the page to end it
	}
}

// crash ends the page's process, which then does not answer. That it ended is told otherwise.
func (t *Tab) crash() {
	ctx, cancel := context.WithTimeout(t.ctx, t.Limits.look())
	defer cancel()
	go func() {
		for ctx.Err() == nil && !t.broken.Load() {
			time.Sleep(pause)
		}
		cancel()
	}()
	_ = command(ctx, page.Crash, cdp.Empty{})()
}

// look takes in what the page left behind.
func (t *Tab) look() {
	ctx, cancel := context.WithTimeout(t.ctx, t.Limits.look())
	defer cancel()
	now := time.Now()
	t.rec.Settle(now)
	t.rec.LookBack()
	if jar, err := t.jar(ctx); err == nil {
		t.rec.Look(jar, now)
	}
	t.rec.LookAgain(now)
	t.lookAtHints(ctx)
	t.lookAtStores(ctx)
}

// Shoot adds a picture of what is shown to the page visited last.
func (t *Tab) Shoot() {
	if !t.Shots || len(t.Pages) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(t.ctx, t.Limits.look())
	defer cancel()
	shot, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Format: page.CaptureScreenshotFormatJpeg, Quality: new(int64(50)), OptimizeForSpeed: new(true),
		Clip: &page.Viewport{Width: 1280, Height: 800, Scale: 0.5},
	})
	if err == nil { // a page that hangs has no picture
		t.Pages[len(t.Pages)-1].Screenshot = shot.Data
	}
}
