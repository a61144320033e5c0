package browser

import (
	"context"
	"errors"
	"math"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// errOutOfReach: a person could not press it either.
var errOutOfReach = errors.New("it cannot be reached with a mouse or the keyboard")

// restLooks is how often an element is looked at until it is at rest: it is pressed then.
const restLooks = 25

// Press presses the element that the expression names in the frame, with the mouse as a
// person does; with the keyboard where something else lies on it.
func (f Frame) Press(ctx context.Context, expression string) error {
	element, err := f.evaluate(ctx, expression, false)
	if err != nil {
		return err
	}
	if element.ObjectID == "" {
		return errOutOfReach
	}
	if x, y, free := f.rest(ctx, element.ObjectID); free {
		return click(ctx, x, y)
	}
	return f.pressEnter(ctx, element.ObjectID)
}

// PressHere presses the element that the expression names in the page itself.
func (t *Tab) PressHere(ctx context.Context, expression string) error {
	for _, f := range t.page(ctx) {
		return f.Press(ctx, expression)
	}
	return errOutOfReach
}

// rest brings the element into view and waits until it stands still and nothing lies on
// it. It gives the middle of the element.
func (f Frame) rest(ctx context.Context, id runtime.RemoteObjectID) (x, y float64, free bool) {
	_, _ = chromedp.Call(ctx, dom.ScrollIntoViewIfNeeded, dom.ScrollIntoViewIfNeededParams{ObjectID: id})
	lastX, lastY := math.Inf(-1), math.Inf(-1)
	for range restLooks {
		x, y, shown := middle(ctx, id)
		if shown && x == lastX && y == lastY && f.isOnTop(ctx, id) {
			return x, y, true
		}
		if lastX, lastY = x, y; ctx.Err() != nil {
			break
		}
		f.tab.Pass(ctx, 3*pause)
	}
	return 0, 0, false
}

// middle is the middle of the first box of the element, in the page's own window.
func middle(ctx context.Context, id runtime.RemoteObjectID) (x, y float64, shown bool) {
	found, err := chromedp.Call(ctx, dom.GetContentQuads, dom.GetContentQuadsParams{ObjectID: id})
	if err != nil || len(found.Quads) == 0 || len(found.Quads[0]) != 8 {
		return 0, 0, false
	}
	for i, v := range found.Quads[0] {
		if i%2 == 0 {
			x += v / 4
		} else {
			y += v / 4
		}
	}
	return x, y, x >= 0 && y >= 0
}

// isOnTop reports whether a press at the middle of the element meets it.
func (f Frame) isOnTop(ctx context.Context, id runtime.RemoteObjectID) bool {
	const meets = `function () {
		const r = this.getClientRects()[0];
		const at = r && this.getRootNode().elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
		return !!at && (this.contains(at) || at.contains(this) || !!at.closest('label')?.contains(this));
	}`
	done, err := chromedp.Call(ctx, runtime.CallFunctionOn, runtime.CallFunctionOnParams{
		FunctionDeclaration: meets, ObjectID: id, ReturnByValue: new(true),
	})
	return err == nil && done.Result != nil && string(done.Result.Value) == "true"
}

// click moves the mouse there and presses its left button.
func click(ctx context.Context, x, y float64) error {
	event := func(kind input.DispatchMouseEventType, button input.MouseButton, buttons int64) func() error {
		return command(ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{
			Type: kind, X: x, Y: y, Button: button, Buttons: buttons, ClickCount: buttons,
		})
	}
	return firstError(
		event(input.DispatchMouseEventTypeMouseMoved, input.MouseButtonNone, 0),
		event(input.DispatchMouseEventTypeMousePressed, input.MouseButtonLeft, 1),
		command(ctx, input.DispatchMouseEvent, input.DispatchMouseEventParams{
			Type: input.DispatchMouseEventTypeMouseReleased, X: x, Y: y, Button: input.MouseButtonLeft, ClickCount: 1,
		}),
	)
}

// pressEnter goes to the element with the keyboard and presses Enter.
func (f Frame) pressEnter(ctx context.Context, id runtime.RemoteObjectID) error {
	const focus = `function () { this.focus(); return this.getRootNode().activeElement === this; }`
	done, err := chromedp.Call(ctx, runtime.CallFunctionOn, runtime.CallFunctionOnParams{
		FunctionDeclaration: focus, ObjectID: id, ReturnByValue: new(true),
	})
	if err != nil || done.Result == nil || string(done.Result.Value) != "true" {
		return errOutOfReach
	}
	return firstError(
		enterKey(ctx, input.DispatchKeyEventTypeKeyDown, "\r"),
		enterKey(ctx, input.DispatchKeyEventTypeKeyUp, ""),
	)
}

// Type writes into the field that has the focus, and presses Enter there where that is wanted.
func (f Frame) Type(ctx context.Context, text string, enter bool) error {
	err := command(ctx, input.InsertText, input.InsertTextParams{Text: text})()
	if err != nil || !enter {
		return err
	}
	return firstError(
		enterKey(ctx, input.DispatchKeyEventTypeKeyDown, "\r"),
		enterKey(ctx, input.DispatchKeyEventTypeKeyUp, ""),
	)
}

// enterKey moves the key Enter.
func enterKey(ctx context.Context, kind input.DispatchKeyEventType, text string) func() error {
	return command(ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{
		Type: kind, Key: "Enter", Code: "Enter", Text: text, WindowsVirtualKeyCode: 13,
	})
}
