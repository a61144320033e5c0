package browser

import (
	"context"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/css"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
)

// hush turns off what the library turns on for scripts that find elements with it: for each page the
// browser would copy the document, watch its styles, and tell of each step of its loading.
func (t *Tab) hush(ctx context.Context) func() error {
	return func() error {
		return firstError(
			command(ctx, css.Disable, cdp.Empty{}),
			command(ctx, dom.Disable, cdp.Empty{}),
			command(ctx, log.Disable, cdp.Empty{}),
			command(ctx, page.SetLifecycleEventsEnabled, page.SetLifecycleEventsEnabledParams{}),
		)
	}
}
