package observe

import (
	"encoding/json"
	"regexp"

	"github.com/chromedp/cdproto/runtime"
)

// Binding is what pages call when they set a cookie.
const Binding = "__prokkenAudit"

// maxSetters is how many names of cookies are kept with their scripts.
const maxSetters = 1000

// scriptSays notes the cookie that a script set, and which script it was.
func (r *Recorder) scriptSays(e *runtime.EventBindingCalled) {
	var said scripted
	if e.Name != Binding || json.Unmarshal([]byte(e.Payload), &said) != nil || len(r.setters) >= maxSetters {
		return
	}
	if said.Kept && len(r.scripted) < MaxKept {
		r.scripted = append(r.scripted, said)
	}
	if address := scriptIn(said.Stack); address != "" {
		r.setters[said.Name] = address
	}
}

// scriptIn finds the first address in a stack trace. The script that watches has
// none.
func scriptIn(stack string) string {
	return stackAddress.FindString(stack)
}

var stackAddress = regexp.MustCompile(`https?://[^\s()/]+(?:/[^\s():?#]*)?`)

// workerEvent is what a worker tells of itself.
type workerEvent struct {
	Method string                     `json:"method"`
	Params runtime.EventBindingCalled `json:"params"`
}

// WorkerSays reads what a worker tells of itself; what is no such event is empty.
func WorkerSays(text string) (e workerEvent) {
	_ = json.Unmarshal([]byte(text), &e) // what is no such event is none of ours
	return e
}
