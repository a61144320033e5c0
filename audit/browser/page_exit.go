package browser

import (
	"context"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/input"
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
	stay := t.stayTime(ctx)
	t.scroll(ctx)
	if stay > still {
		t.Pass(ctx, stay-still)
	}
	t.wait(ctx)
	t.scrollTo(ctx, "0")
}

// maxScreens is how many times a page is scrolled on: one that grows for ever has an end
// all the same.
const maxScreens = "20"

// scroll goes through the whole page step by step, so that what waits until it is in view
// comes, and lets the page come to rest at its end.
func (t *Tab) scroll(ctx context.Context) {
	const through = `(async () => {
		const end = () => document.documentElement.scrollHeight - innerHeight;
		for (let y = 0, n = 0; y < end() && n < ` + maxScreens + `; n++) {
			y = Math.min(y + innerHeight * 0.8, end());
			scrollTo({top: y, behavior: 'instant'});
			await new Promise(done => setTimeout(done, 40));
		}
		await new Promise(done => setTimeout(done, %d));
		return true;
	})()`
	t.await(ctx, still, fmt.Sprintf(through, still.Milliseconds()))
}

func (t *Tab) scrollTo(ctx context.Context, y string) {
	if frames := t.page(ctx); len(frames) > 0 {
		_, _ = frames[0].evaluate(ctx, "scrollTo({top: "+y+", behavior: 'instant'})", true)
	}
}

// stayTime is how long somebody would stay: at the first page, and after a decision. It
// leaves the page the time to come to its end.
func (t *Tab) stayTime(ctx context.Context) time.Duration {
	if !t.stays {
		return still
	}
	t.stays = false
	end, _ := ctx.Deadline()
	return max(still, min(t.Limits.Stay, time.Until(end)/2))
}

// Pass lets so much time pass, by the page's own clock as well: what its timers do
// meanwhile is done then, however busy the machine is. A page that hangs has no clock.
func (t *Tab) Pass(ctx context.Context, d time.Duration) {
	t.await(ctx, d, fmt.Sprintf("new Promise(done => setTimeout(done, %d))", d.Milliseconds()))
}

// await runs a script of the page that takes its time, and at least so long.
func (t *Tab) await(ctx context.Context, d time.Duration, script string) {
	end := time.Now().Add(d)
	if frames := t.page(ctx); len(frames) > 0 {
		_, _ = frames[0].await(ctx, script)
	}
	select {
	case <-ctx.Done():
	case <-time.After(time.Until(end)):
	}
}
