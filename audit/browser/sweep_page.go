package browser

import (
	"context"

	"github.com/chromedp/cdproto/input"
)

// Sweep moves the mouse over the first screen of the page, and goes from one field to the
// next with the keyboard a few times. Nothing is pressed that could decide something.
func (t *Tab) Sweep(ctx context.Context) {
	const width, height, step, tabs = 1280, 800, 80, 3
	t.scrollTo(ctx, "0")
	for y := step / 2; y < height; y += step {
		for x := step / 2; x < width && ctx.Err() == nil; x += step {
			_ = command(ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{
				Type: input.DispatchMouseEventTypeMouseMoved, X: float64(x), Y: float64(y),
			})()
		}
	}
	for range tabs {
		_ = tabKey(ctx, input.DispatchKeyEventTypeKeyDown)()
		_ = tabKey(ctx, input.DispatchKeyEventTypeKeyUp)()
	}
}

// tabKey moves the key Tab.
func tabKey(ctx context.Context, kind input.DispatchKeyEventType) func() error {
	return command(ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{
		Type: kind, Key: "Tab", Code: "Tab", WindowsVirtualKeyCode: 9,
	})
}
