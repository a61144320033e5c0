// Package e2e drives the real program with a real browser. Start reading at
// TestJourney; this file opens tabs in the browser that
// chromium_test.go starts, program_test.go starts the program.
package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"

	auditbrowser "github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/models/modelstest"
)

// patience is how long one step in the browser may take before the test gives up: long,
// for a machine may be busy, and nothing waits for its end.
const patience = 3 * time.Minute

// browser is a tab in a browser context of its own: it shares the process with those of
// other tests, and no cookie, no storage and no cache.
type browser struct {
	visitor
	ctx context.Context
}

func openBrowser(t *testing.T) *browser {
	t.Helper()
	findChromium(t)
	parent, err := chromium()
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := chromedp.NewContext(parent, chromedp.WithNewBrowserContext())
	t.Cleanup(end)
	// Each page is the one that is looked at, whatever the other tests do.
	_, err = chromedp.Call(
		ctx,
		emulation.SetFocusEmulationEnabled,
		emulation.SetFocusEmulationEnabledParams{Enabled: true},
	)
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{ctx: ctx}
	b.visitor = newVisitor(t, b)
	return b
}

func findChromium(t *testing.T) string {
	t.Helper()
	path, err := auditbrowser.FindChromium()
	if err != nil {
		modelstest.Missing(t, "chromium", err.Error())
	}
	return path
}

// do runs the steps, each within patience.
func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	for i, step := range steps {
		ctx, cancel := context.WithTimeout(b.ctx, patience)
		err := chromedp.Do(ctx, step)
		cancel()
		if err != nil {
			b.t.Fatalf("step %d at %s: %v", i+1, b.address(), err)
		}
	}
}

func (b *browser) text(css string) string {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Text(chromedp.CSS(css)))
	if err != nil {
		b.t.Fatalf("%s at %s: %v", css, b.address(), err)
	}
	return text
}

// follow presses what leads to another page, and waits for that page: until then
// the one before can still be read, and may well read the same.
func (b *browser) follow(css string) {
	b.t.Helper()
	b.do(chromedp.Evaluate[chromedp.Void](`window.left = true`), chromedp.Click(chromedp.CSS(css)))
	for giveUp := time.Now().Add(patience); time.Now().Before(giveUp); time.Sleep(20 * time.Millisecond) {
		there, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`!window.left && document.readyState === "complete"`))
		if err == nil && there {
			return
		}
	}
	b.t.Fatalf("%s at %s leads nowhere", css, b.address())
}

// awaits waits until a part of the page reads so, which scripts may write later.
func (b *browser) awaits(css, want string) {
	b.t.Helper()
	page := ""
	for giveUp := time.Now().Add(patience); time.Now().Before(giveUp); time.Sleep(50 * time.Millisecond) {
		now, err := chromedp.Run(
			b.ctx,
			chromedp.Evaluate[string](fmt.Sprintf(`document.querySelector(%q)?.innerText ?? ""`, css)),
		)
		if err != nil { // the page was being replaced
			continue
		}
		if page = now; strings.Contains(page, want) {
			return
		}
	}
	b.t.Fatalf("at %s %q is missing in: %s", b.address(), want, page)
}

func (b *browser) address() string {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	address, _ := chromedp.Run(ctx, chromedp.Location())
	return address
}

// jar is every cookie that the browser holds, whatever its path.
func (b *browser) jar() map[string]*network.Cookie {
	b.t.Helper()
	own := storage.GetCookiesParams{BrowserContextID: chromedp.FromContext(b.ctx).BrowserContextID}
	found, err := chromedp.CallBrowser(b.ctx, storage.GetCookies, own)
	if err != nil {
		b.t.Fatal(err)
	}
	jar := map[string]*network.Cookie{}
	for _, c := range found.Cookies {
		jar[c.Name] = c
	}
	if len(jar) != len(found.Cookies) {
		b.t.Errorf("a name twice in the jar: %v", found.Cookies)
	}
	return jar
}
