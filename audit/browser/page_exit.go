package browser

import (
	"context"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// leave does what people do at a page before they leave it, and no more than
// that: many pages set their cookies then. Nothing is clicked, which could decide
// something.
func (t *Tab) leave(ctx context.Context) {
	_ = command(
		ctx,
		input.DispatchMouseEvent,
		input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseMoved, X: 640, Y: 400},
	)()
	t.scrollTo(ctx, "document.documentElement.scrollHeight")
	t.stay(ctx)
	t.wait(ctx)
	t.scrollTo(ctx, "0")
}

func (t *Tab) scrollTo(ctx context.Context, y string) {
	_, _ = chromedp.Run(ctx, chromedp.Evaluate[bool]("scrollTo({top: "+y+", behavior: 'instant'}); true"))
}

// stay waits where somebody would: at the first page, and after a decision. It
// leaves the page the time to come to its end.
func (t *Tab) stay(ctx context.Context) {
	if !t.stays {
		time.Sleep(still)
		return
	}
	t.stays = false
	end, _ := ctx.Deadline()
	select {
	case <-ctx.Done():
	case <-time.After(max(still, min(t.Limits.Stay, time.Until(end)/2))):
	}
}
