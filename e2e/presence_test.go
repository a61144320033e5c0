package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestPresencePoll: who else is there is asked for when the page is looked at
// again, and not while nobody looks.
func TestPresencePoll(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	site := startWithAdmin(t, "")
	b.enter(site)
	b.do(chromedp.Navigate(site+editorPage), chromedp.WaitVisible(chromedp.CSS("#f_title")))
	b.until(`performance.getEntriesByType("resource").some((r) => r.name.endsWith("/presence"))`) // as it opens
	b.do(
		chromedp.Evaluate[chromedp.Void](`(() => {
		window.hiddenNow = true; window.asked = []; window.answers = [];
		Object.defineProperty(document, "hidden", { get: () => window.hiddenNow });
		document.body.addEventListener("htmx:afterRequest", (event) => window.answers.push(event.detail.xhr.status));
		document.getElementById("ed_presence").addEventListener("htmx:beforeRequest", (event) => setTimeout(() => window.asked.push(event.defaultPrevented)));
		htmx.trigger("#ed_presence", "again");
	})()`),
	)
	b.until(`window.asked.length === 1`)
	b.is("nothing is sent while nobody looks", `window.asked[0] === true && window.answers.length === 0`)
	b.do(
		chromedp.Evaluate[chromedp.Void](
			`window.hiddenNow = false; document.dispatchEvent(new Event("visibilitychange"))`,
		),
	)
	b.until(`window.answers.length === 1`)
	b.is(
		"nothing new, nothing swapped",
		`window.answers[0] === 204 && document.querySelector('#ed_presence input[name="told"]') !== null`,
	)
}
