package browser

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// process is one running browser with a folder of its own, which is gone with it. Its
// pool says who uses it.
type process struct {
	identity
	ctx       context.Context // ends with the browser
	folder    string
	Sandboxed bool
	Product   string    // "Chromium 150.0.7871.0"
	stop      func()    // ends the browser and removes its folder
	journeys  int       // that it was used for
	users     int       // journeys that it is used for now
	used      time.Time // last, by a journey that is over
	retired   bool      // no other journey gets it
}

// profilePrefix names the folders of browsers: what is left of them after the
// program was killed is swept by the next audit.
const profilePrefix = "prokken-audit-"

// startTime is how long the browser may take to start.
const startTime = 20 * time.Second

// launch starts a browser. It outlives the context, which bounds its start alone.
func (p *Pool) launch(ctx context.Context, who identity) (*process, error) {
	own, isRoot := ownUser()
	b, err := p.launchAs(ctx, who, own, isRoot)
	if err != nil && own != nil && ctx.Err() == nil {
		return p.launchAs(ctx, who, nil, isRoot) // this machine has no sandbox for it
	}
	return b, err
}

// launchAs starts the browser as the user. Root without another user has to do
// without the browser's sandbox.
func (p *Pool) launchAs(ctx context.Context, who identity, as *account, isRoot bool) (*process, error) {
	folder, release, err := newFolder(as)
	if err != nil {
		return nil, err
	}
	b := &process{identity: who, folder: folder, Sandboxed: !isRoot || as != nil}
	options := append(flags(p.chromium, folder, who), chromedp.ModifyCmdFunc(as.run(folder)))
	if b.Sandboxed {
		options = append(options, chromedp.Flag("no-sandbox", false))
	} else {
		options = append(options, chromedp.NoSandbox)
	}
	allocator, stopAll := chromedp.NewExecAllocator(context.WithoutCancel(ctx), options...)
	silent := func(string, ...any) {}
	root, stopRoot := chromedp.NewContext(allocator, chromedp.WithErrorf(silent), chromedp.WithLogf(silent))
	b.ctx, b.stop = root, func() { stopRoot(); stopAll(); b.kill(); _ = os.RemoveAll(folder); release() }
	if err := b.begin(ctx, p.PoolOptions); err != nil {
		b.stop()
		return nil, fmt.Errorf("cannot start %s: %w", filepath.Base(p.chromium), err)
	}
	return b, nil
}

// begin waits until the browser answers; one that does not come up is given up.
func (b *process) begin(ctx context.Context, options PoolOptions) error {
	ctx, cancel := context.WithTimeoutCause(ctx, cmp.Or(options.Patience, startTime), errors.New("it did not come up"))
	defer cancel()
	up := make(chan error, 1)
	if options.LowPriority {
		go stepBackUntil(ctx, b.folder)
	}
	go func() {
		version, err := chromedp.CallBrowser(b.ctx, browser.GetVersion, cdp.Empty{})
		b.Product = productName(version.Product)
		if options.LowPriority {
			stepBack(b.folder)
		}
		up <- err
	}()
	select {
	case err := <-up:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// stepBackPause is how often a browser that starts is looked for.
const stepBackPause = 20 * time.Millisecond

// stepBackUntil gives a browser low priority while it starts, which is much of its work.
func stepBackUntil(ctx context.Context, folder string) {
	for ctx.Err() == nil {
		stepBack(folder)
		time.Sleep(stepBackPause)
	}
}

// kill ends the browser at once; stop still has to be called.
func (b *process) kill() { killUsing(b.folder) }

// killPages ends the processes of the pages at once, without the browser's help. It goes on with
// what it keeps of them: cookies, stores and workers' registrations.
func (b *process) killPages() { killRenderers(b.folder) }

// newFolder makes a folder for a browser that runs as the account, in use until it is
// released.
func newFolder(as *account) (folder string, release func(), err error) {
	if folder, err = os.MkdirTemp("", profilePrefix); err != nil {
		return "", nil, err
	}
	if release, err = claim(folder); err == nil {
		err = as.own(folder)
	}
	return folder, release, err
}
