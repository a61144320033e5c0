package browser

import (
	"context"
	"fmt"

	"github.com/chromedp/cdproto/input"
)

// Sweep moves the mouse over the first screen of the page, and goes from one field to the
// next with the keyboard a few times. Nothing is pressed that could decide something.
func (t *Tab) Sweep(ctx context.Context) {
	const height, step, tabs = 800, 80, 3
	t.scrollTo(ctx, "0")
	for y := step / 2; y < height && ctx.Err() == nil; y += step {
		t.sweepRow(ctx, float64(y), step)
	}
	for range tabs {
		_ = tabKey(ctx, input.DispatchKeyEventTypeKeyDown)()
		_ = tabKey(ctx, input.DispatchKeyEventTypeKeyUp)()
	}
}

// sweepRow moves the mouse along a row of the screen, to where something is that it did not
// meet before, to all there is of what shows no parts of it, and to both ends: each move costs
// the browser as much as an answer to a script. What opens meanwhile is met in the next rows.
func (t *Tab) sweepRow(ctx context.Context, y, step float64) {
	const stops = `(() => {
		const met = globalThis[Symbol.for('met')] ??= new WeakSet(), stops = [], y = %v, step = %v;
		for (let x = step / 2; x < innerWidth; x += step) {
			let e = document.elementFromPoint(x, y), inner;
			if (!e) continue;
			while ((inner = e.shadowRoot?.elementFromPoint(x, y)) && inner !== e) e = inner;
			const shut = /^(i?frame|object|embed|canvas)$|-/i.test(e.tagName), end = x < step || x + step >= innerWidth;
			if (end || shut || !met.has(e)) stops.push(x);
			met.add(e);
		}
		return stops;
	})()`
	for _, f := range t.page(ctx) {
		xs, _ := ReadFrame[[]float64](ctx, f, fmt.Sprintf(stops, y, step)) // a page that hangs has none
		for _, x := range xs {
			_ = command(ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{
				Type: input.DispatchMouseEventTypeMouseMoved, X: x, Y: y,
			})()
		}
	}
}

// tabKey moves the key Tab.
func tabKey(ctx context.Context, kind input.DispatchKeyEventType) func() error {
	return command(ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{
		Type: kind, Key: "Tab", Code: "Tab", WindowsVirtualKeyCode: 9,
	})
}
