package browser

import (
	"context"
	"encoding/json"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/debugger"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"

	"github.com/prokken/prokken/audit/observe"
)

// A service worker may set a cookie and take it away again before anything is asked
// for. So each waits at its first line until it is watched as pages are; other
// workers cannot set any, and go on at once.

// attach has every worker of the page wait at its start. Its messages come with
// the page's own: the library hears no other session's.
var attach = target.SetAutoAttachParams{AutoAttach: true, WaitForDebuggerOnStart: true, Flatten: new(false)}

// toWorker is a command that the library has no name for.
var toWorker = cdp.Command[workerMessage, cdp.Empty]{Method: "Target.sendMessageToTarget"}

type workerMessage struct {
	SessionID target.SessionID `json:"sessionId"`
	Message   string           `json:"message"`
}

// workerCall is one command to a worker.
type workerCall struct {
	ID     int    `json:"id"`
	Method string `json:"method"`
	Params any    `json:"params"`
}

// What is said to a service worker when it starts, and at its first line: only there
// it has all that it can set cookies with.
var (
	atStart = []workerCall{
		{1, runtime.CommandAddBinding, runtime.AddBindingParams{Name: observe.Binding}},
		{2, runtime.CommandEnable, cdp.Empty{}},
		{3, debugger.CommandEnable, cdp.Empty{}},
		{
			4,
			debugger.CommandSetInstrumentationBreakpoint,
			debugger.SetInstrumentationBreakpointParams{
				Instrumentation: debugger.SetInstrumentationBreakpointInstrumentationBeforeScriptExecution,
			},
		},
		goOn,
	}
	atFirstLine = []workerCall{
		{6, runtime.CommandEvaluate, runtime.EvaluateParams{Expression: watchScripts}},
		{7, debugger.CommandDisable, cdp.Empty{}}, // which lets it go on
	}
	goOn = workerCall{5, runtime.CommandRunIfWaitingForDebugger, cdp.Empty{}}
)

func tellWorker(ctx context.Context, id target.SessionID, calls ...workerCall) error {
	for _, call := range calls {
		text, err := json.Marshal(call)
		if err == nil {
			err = command(ctx, toWorker, workerMessage{id, string(text)})()
		}
		if err != nil {
			return err
		}
	}
	return nil
}
