package browser

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Frame is one document of what the tab shows, the page itself or a frame in it, with a
// world of its own to read it in, in which the page can replace nothing.
type Frame struct {
	tab   *Tab
	world runtime.ExecutionContextID
}

// maxFrames is how many documents of a page are read.
const maxFrames = 20

// Frames are the documents of the page, the page itself first. Each is read in the one world
// that audits have in it: to make a world costs more than most of what is read there.
func (t *Tab) Frames(ctx context.Context) []Frame { return t.frames(ctx, t.world) }

// FramesApart are the same, each with a new world, for scripts that change what they find.
func (t *Tab) FramesApart(ctx context.Context) []Frame {
	name := rand.Text()
	return t.frames(ctx, func(ctx context.Context, frame cdp.FrameID) (runtime.ExecutionContextID, error) {
		return worldIn(ctx, frame, name)
	})
}

// page is the page itself, without its frames; empty where it hangs.
func (t *Tab) page(ctx context.Context) []Frame {
	world, err := t.world(ctx, t.guard.mainFrame())
	if err != nil {
		return nil
	}
	return []Frame{{t, world}}
}

// world is the one in which audits read the frame.
func (t *Tab) world(ctx context.Context, frame cdp.FrameID) (runtime.ExecutionContextID, error) {
	return t.worlds.of(frame, func() (runtime.ExecutionContextID, error) { return worldIn(ctx, frame, worldName) })
}

func (t *Tab) frames(ctx context.Context, world func(context.Context, cdp.FrameID) (runtime.ExecutionContextID, error)) []Frame {
	tree, err := chromedp.Call(ctx, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return nil // a page that hangs
	}
	var frames []Frame
	var walk func(*page.FrameTree)
	walk = func(at *page.FrameTree) {
		if len(frames) >= maxFrames {
			return
		}
		if world, err := world(ctx, at.Frame.ID); err == nil {
			frames = append(frames, Frame{t, world})
		}
		for _, child := range at.ChildFrames {
			walk(child)
		}
	}
	walk(tree.FrameTree)
	return frames
}

// worldTime is after which a world is asked for once more.
const worldTime = 2 * time.Second

// worldName names the world in which audits read a document.
const worldName = "audit"

// worldIn is the world of that name in a frame, made where there is none yet. It asks again, as
// long as ctx allows: Chromium does not answer at all where the frame goes elsewhere meanwhile.
func worldIn(ctx context.Context, frame cdp.FrameID, name string) (runtime.ExecutionContextID, error) {
	for {
		once, cancel := context.WithTimeout(ctx, worldTime)
		world, err := chromedp.Call(once, page.CreateIsolatedWorld, page.CreateIsolatedWorldParams{FrameID: frame, WorldName: name})
		cancel()
		if err == nil {
			return world.ExecutionContextID, nil
		}
		if ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded) {
			return 0, err
		}
	}
}

// ReadFrame runs a script in the frame's own world and gives what it gives.
func ReadFrame[T any](ctx context.Context, f Frame, script string) (read T, err error) {
	result, err := f.evaluate(ctx, script, true)
	if err == nil {
		err = json.Unmarshal(result.Value, &read)
	}
	return read, err
}

// evaluate gives the result of a script by its value, or as an object of the frame.
func (f Frame) evaluate(ctx context.Context, script string, byValue bool) (*runtime.RemoteObject, error) {
	return f.run(ctx, runtime.EvaluateParams{Expression: script, ReturnByValue: &byValue})
}

// await runs a script that takes its time.
func (f Frame) await(ctx context.Context, script string) (*runtime.RemoteObject, error) {
	return f.run(ctx, runtime.EvaluateParams{Expression: script, ReturnByValue: new(true), AwaitPromise: new(true)})
}

func (f Frame) run(ctx context.Context, script runtime.EvaluateParams) (*runtime.RemoteObject, error) {
	limit := f.tab.Limits.look()
	script.ContextID, script.Timeout = f.world, runtime.TimeDelta(limit.Milliseconds())
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	done, err := chromedp.Call(ctx, runtime.Evaluate, script)
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading a frame: %w", err)
	case done.ExceptionDetails != nil:
		return nil, fmt.Errorf("reading a frame: %s", done.ExceptionDetails.Text)
	case done.Result == nil:
		return nil, errors.New("reading a frame: it gave nothing")
	}
	return done.Result, nil
}

// ReadPage runs a script in the page's own world, where it sees what the page made.
func ReadPage[T any](ctx context.Context, script string) (T, error) { return Evaluate[T](ctx, script) }
