package audit

import (
	"context"
	"errors"
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
)

// tab is the one tab of a journey.
type tab struct {
	*chromium
	tabSettings
	rec   *recorder
	guard *guard
	pages []Page
	stays bool // at the next page for as long as a person would
}

// prepare turns on what the tab tells of, and off what it must not do.
func (t *tab) prepare() error {
	ctx, cancel := context.WithTimeout(t.ctx, startTime)
	defer cancel()
	source := watchScripts
	headers := network.Headers{}
	if t.GPC {
		source += sayGPC
		headers["Sec-GPC"] = "1"
	}
	return firstError(
		command(ctx, network.Enable, network.EnableParams{}),
		command(ctx, domstorage.Enable, cdp.Empty{}),
		command(ctx, serviceworker.Enable, cdp.Empty{}),
		command(ctx, target.SetAutoAttach, attach),
		command(ctx, runtime.AddBinding, runtime.AddBindingParams{Name: binding}),
		command(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: source}),
		command(ctx, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: headers}),
		command(ctx, fetch.Enable, fetch.EnableParams{Patterns: []*fetch.RequestPattern{{ResourceType: network.ResourceTypeDocument}}}),
		commandBrowser(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorDeny, EventsEnabled: new(true)}),
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

// visit opens the address and waits until nothing happens any more, or for as
// long as a page may take.
func (t *tab) visit(address string) Page {
	return t.goes(address, func(ctx context.Context) error {
		result, err := chromedp.Call(ctx, page.Navigate, page.NavigateParams{URL: address})
		if err == nil && result.ErrorText != "" {
			err = errors.New(result.ErrorText)
		}
		return err
	})
}

// goes does what leads to a page, and sees what the page does.
func (t *tab) goes(address string, act func(ctx context.Context) error) Page {
	began := time.Now()
	ctx, cancel := context.WithTimeout(t.ctx, t.Limits.Page)
	defer cancel()
	t.rec.moveTo(address)
	err := act(ctx)
	if err == nil {
		t.wait(ctx)
		t.leave(ctx)
	}
	late := ctx.Err() != nil && t.ctx.Err() == nil
	p := t.rec.outcome(err, late, t.Limits.Page)
	p.URL = bare(address)
	if late {
		t.free()
	}
	t.look()
	p.Took = time.Since(began).Round(time.Millisecond)
	t.pages = append(t.pages, p)
	return p
}

// replace puts the page in the place of the one visited last.
func (t *tab) replace(p Page) { t.pages[len(t.pages)-1] = p }

// excuse takes back that the page visited last could not be loaded.
func (t *tab) excuse() {
	if len(t.pages) > 0 {
		last := &t.pages[len(t.pages)-1]
		last.Trouble, last.Cut = "", false
	}
}

// drop takes the page visited last from the list, and gives it back.
func (t *tab) drop() Page {
	last := t.pages[len(t.pages)-1]
	t.pages = t.pages[:len(t.pages)-1]
	return last
}

// join takes the page visited last for the one before it, which went on with an
// answer to its question.
func (t *tab) join() {
	if last := t.drop(); last.Cut {
		before := &t.pages[len(t.pages)-1]
		before.Trouble, before.Cut = "It did not come to rest after the answer to its question.", true
	}
}

const (
	// still is how long nothing must happen on the wire for a page to be done.
	still = 250 * time.Millisecond
	// look again so often.
	pause = 20 * time.Millisecond
)

func (t *tab) wait(ctx context.Context) {
	for ctx.Err() == nil && !t.rec.quiet(still) {
		time.Sleep(pause)
	}
}

// freeTime is how long a page may take to give way.
const freeTime = time.Second

// free ends what a page's scripts are at: one that never ends would stop every
// page after it. Where that does not help the page's process is ended.
func (t *tab) free() {
	ctx, cancel := context.WithTimeout(t.ctx, freeTime)
	defer cancel()
	if firstError(command(ctx, runtime.TerminateExecution, cdp.Empty{}), command(ctx, page.StopLoading, cdp.Empty{})) == nil {
		return
	}
	ctx, cancel = context.WithTimeout(t.ctx, freeTime)
	defer cancel()
	_ = command(ctx, page.Crash, cdp.Empty{})()
}

// lookTime bounds what follows a page, when the page hangs.
const lookTime = 5 * time.Second

// look takes in what the page left behind.
func (t *tab) look() {
	ctx, cancel := context.WithTimeout(t.ctx, lookTime)
	defer cancel()
	now := time.Now()
	t.rec.settle(now)
	t.rec.lookBack()
	if jar, err := t.jar(ctx); err == nil {
		t.rec.look(jar, now)
	}
	t.rec.lookAgain(now)
	t.lookAtStores(ctx)
}

// shoot adds a picture of what is shown to the page visited last.
func (t *tab) shoot() {
	if !t.Shots || len(t.pages) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(t.ctx, lookTime)
	defer cancel()
	shot, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Format: page.CaptureScreenshotFormatJpeg, Quality: new(int64(50)), OptimizeForSpeed: new(true),
		Clip: &page.Viewport{Width: 1280, Height: 800, Scale: 0.5},
	})
	if err == nil { // a page that hangs has no picture
		t.pages[len(t.pages)-1].Screenshot = shot.Data
	}
}
