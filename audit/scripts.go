package audit

import (
	"encoding/json"
	"regexp"

	"github.com/chromedp/cdproto/runtime"
)

// binding is what pages call when they set a cookie.
const binding = "__prokkenAudit"

// watchScripts tells which script sets a cookie, before any script of the page
// runs. What a page makes of it is not believed further than that.
const watchScripts = `(() => {
	const tell = globalThis.` + binding + `;
	if (!tell) return;
	let left = 200; // the browser stops over thousands of them
	const say = (text) => left-- > 0 && tell(JSON.stringify({name: String(text).split("=")[0].trim().slice(0, 200), stack: (new Error()).stack?.slice(0, 4000) ?? ""}));
	const own = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
	Object.defineProperty(Document.prototype, "cookie", {...own, set(text) { say(text); own.set.call(this, text); }});
	const store = globalThis.CookieStore?.prototype;
	if (store) {
		const set = store.set;
		store.set = function (a, ...rest) { say(typeof a === "object" ? a?.name : a); return set.call(this, a, ...rest); };
	}
})();`

// sayGPC is how scripts see the header.
const sayGPC = `Object.defineProperty(Navigator.prototype, "globalPrivacyControl", {get: () => true, configurable: true});`

// mostSetters is how many names of cookies are kept with their scripts.
const mostSetters = 1000

func (r *recorder) scriptSays(e *runtime.EventBindingCalled) {
	var said struct{ Name, Stack string }
	if e.Name != binding || json.Unmarshal([]byte(e.Payload), &said) != nil || len(r.setters) >= mostSetters {
		return
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
