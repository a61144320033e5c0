// Package browser runs one Chromium with a fresh profile and its one tab, and is the
// only package that drives one: process, sandbox, dialogs, workers, stores, and what
// a person does at a page. audit/walk opens tabs; nobody else does. Start reading at
// [Open], then [Tab.Visit].
package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"

	"github.com/prokken/prokken/audit/proxy"
)

// ErrNoChromium is returned where there is no browser to audit with.
var ErrNoChromium = errors.New(
	"audits need Chromium, and neither chromium nor google-chrome is on the path; please install one",
)

// FindChromium is the path of the browser.
func FindChromium() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNoChromium
}

// chromium is one running browser with a profile of its own, which is gone with
// it.
type chromium struct {
	ctx       context.Context // of its one tab
	folder    string
	Sandboxed bool
	Product   string // "Chromium 150.0.7871.0"
	Stop      func()
}

// profilePrefix names the folders of profiles: what is left of them after the
// program was killed is swept by the next audit.
const profilePrefix = "prokken-audit-"

// startTime is how long the browser may take to start.
const startTime = 20 * time.Second

// launch starts a browser that reaches nothing but the proxy. The listener gets
// every event of its tab.
func launch(ctx context.Context, path string, proxied map[string]string, listener func(event any)) (*chromium, error) {
	own, isRoot := ownUser()
	b, err := launchAs(ctx, path, proxied, own, isRoot, listener)
	if err != nil && own != nil && ctx.Err() == nil {
		return launchAs(ctx, path, proxied, nil, isRoot, listener) // this machine has no sandbox for it
	}
	return b, err
}

// launchAs starts the browser as the user. Root without another user has to do
// without the browser's sandbox.
func launchAs(
	ctx context.Context,
	path string,
	proxied map[string]string,
	as *account,
	isRoot bool,
	listener func(any),
) (*chromium, error) {
	folder, err := profile(as)
	if err != nil {
		return nil, err
	}
	b := &chromium{folder: folder, Sandboxed: !isRoot || as != nil}
	options := append(flags(path, folder, proxied), chromedp.ModifyCmdFunc(as.run(folder)))
	if b.Sandboxed {
		options = append(options, chromedp.Flag("no-sandbox", false))
	} else {
		options = append(options, chromedp.NoSandbox)
	}
	allocator, stopAll := chromedp.NewExecAllocator(ctx, options...)
	tab, stopTab := chromedp.NewContext(
		allocator,
		chromedp.WithListener(listener),
		chromedp.WithErrorf(func(string, ...any) {}),
		chromedp.WithLogf(func(string, ...any) {}),
	)
	b.ctx, b.Stop = tab, func() { stopTab(); stopAll(); killUsing(folder); _ = os.RemoveAll(folder) }
	if err := b.begin(); err != nil {
		b.Stop()
		return nil, fmt.Errorf("cannot start %s: %w", filepath.Base(path), err)
	}
	return b, nil
}

// productName is "Chromium 150.0.7871.0" for "HeadlessChrome/150.0.7871.0".
func productName(product string) string {
	name, version, _ := strings.Cut(product, "/")
	if strings.Contains(name, "Chrome") {
		name = "Chromium"
	}
	return name + " " + version
}

// kill ends the browser at once; stop still has to be called.
func (b *chromium) kill() { killUsing(b.folder) }

// begin opens the tab; a browser that does not come up is given up.
func (b *chromium) begin() error {
	up := make(chan error, 1)
	go func() {
		version, err := chromedp.CallBrowser(b.ctx, browser.GetVersion, cdp.Empty{})
		b.Product = productName(version.Product)
		up <- err
	}()
	select {
	case err := <-up:
		if err != nil {
			return err
		}
	case <-time.After(startTime):
		return errors.New("it did not come up")
	}
	return nil
}

func profile(as *account) (string, error) {
	folder, err := os.MkdirTemp("", profilePrefix)
	if err != nil {
		return "", err
	}
	return folder, errors.Join(as.own(folder))
}

// flags keep the browser to itself: no updates, no windows, no way around the
// proxy.
func flags(path, folder string, proxied map[string]string) []chromedp.ExecAllocatorOption {
	options := append(
		chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.UserDataDir(filepath.Join(folder, "profile")),
		chromedp.WindowSize(1280, 800),
		chromedp.Flag("disable-features", strings.Join(disabledFeatures(), ",")),
		chromedp.Flag("disable-site-isolation-trials", true),
		chromedp.Flag("block-new-web-contents", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-domain-reliability", true),
		chromedp.Flag("disable-gpu", true),
		// Whether somebody is logged in there, and what its search offers, it asks a
		// name that nobody has, so that no real host has to be taken for its own.
		chromedp.Flag("gaia-url", "https://"+proxy.Nobody),
		chromedp.Flag("google-base-url", "https://"+proxy.Nobody),
		chromedp.Flag("mute-audio", true),
		chromedp.Flag("disk-cache-size", "10000000"),
		chromedp.Flag("js-flags", "--max-old-space-size=512"),
		chromedp.Flag("renderer-process-limit", "4"),
	)
	for name, value := range proxied {
		options = append(options, chromedp.Flag(name, value))
	}
	return options
}
