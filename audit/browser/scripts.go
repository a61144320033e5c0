package browser

import (
	"github.com/prokken/prokken/audit/observe"
)

// watchScripts tells which script sets a cookie, and whether the browser took it,
// before any script of the page or the service worker runs. It uses nothing that the page can replace
// later: a cookie that is taken away again is told of by nothing else.
const watchScripts = `(() => {
	const tell = globalThis.` + observe.Binding + `, {apply} = Reflect, {stringify} = JSON, Failure = Error, {then} = Promise.prototype;
	const {slice, indexOf, includes, trim} = String.prototype, {hostname, pathname} = location;
	if (!tell) return;
	delete globalThis.` + observe.Binding + `;
	const told = Object.create(null);
	let left = 200; // the browser stops over thousands of them
	const own = globalThis.Document && Object.getOwnPropertyDescriptor(Document.prototype, "cookie"), {get, set} = own ?? {};
	const stack = () => { try { return apply(slice, new Failure().stack, [0, 4000]); } catch { return ""; } };
	const say = (line, kept) => {
		const end = apply(indexOf, line, ["="]), name = apply(trim, apply(slice, line, [0, end < 0 ? 0 : end]), []);
		kept ??= apply(includes, "; " + apply(get, document, []), ["; " + name + "="]);
		if (told[name] >= +kept || left-- <= 0) return;
		told[name] = +kept;
		tell(stringify({name: apply(slice, name, [0, 200]), line: apply(slice, line, [0, 5000]), kept, host: hostname, path: pathname, stack: stack()}));
	};
	if (own) Object.defineProperty(Document.prototype, "cookie", {...own, set(text) {
		text = typeof text === "string" ? text : String(text);
		apply(set, this, [text]);
		try { say(text); } catch {}
	}});
	const store = globalThis.CookieStore?.prototype;
	if (store) {
		const put = store.set;
		store.set = function (a, ...rest) {
			const done = apply(put, this, [a, ...rest]), name = typeof a === "object" ? a?.name : a;
			try { say(name + "=", false); apply(then, done, [() => say(name + "=; path=/", true), () => {}]); } catch {}
			return done;
		};
	}
})();`

// sayGPC is how scripts see the header.
const sayGPC = `Object.defineProperty(Navigator.prototype, "globalPrivacyControl", {get: () => true, configurable: true});`
