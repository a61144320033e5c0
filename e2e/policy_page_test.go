package e2e

import (
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
)

// refusedScripts puts a copy of the page's linked data into it, and then a script
// that the Content-Security-Policy has to refuse. It tells which were refused.
const refusedScripts = `new Promise((tell) => {
	const refused = [];
	document.addEventListener("securitypolicyviolation", (event) => {
		refused.push(event.sample || event.effectiveDirective);
		tell(refused);
	});
	const data = document.querySelector('script[type="application/ld+json"]').cloneNode(true);
	const script = document.createElement("script");
	script.textContent = "1";
	document.head.append(data, script);
})`

// TestLinkedDataIsNoScript: the browser lets it stand where no script may.
func TestLinkedDataIsNoScript(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	b.do(chromedp.Navigate(sharedSite(t) + "/legal/cookie-policy"))
	refused, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](refusedScripts, chromedp.EvalAwaitPromise))
	if err != nil || !slices.Equal(refused, []string{"script-src-elem"}) {
		t.Errorf("refused: %q, %v", refused, err)
	}
}

// TestContentsFollowTheReader: the list marks the section that is read, and the
// way to print is offered where there is one.
func TestContentsFollowTheReader(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	site := sharedSite(t)
	for _, anchor := range []string{"third-party-cookies", "what-are-cookies"} {
		b.do(
			chromedp.EmulateViewport(1000, 600), // on a phone the list is folded
			chromedp.Navigate(site+"/legal/cookie-policy"),
			chromedp.WaitVisible(chromedp.CSS("[data-print]")),
			chromedp.Click(chromedp.CSS(`.contents a[href="#`+anchor+`"]`)),
			chromedp.WaitVisible(chromedp.CSS(`.contents a[href="#`+anchor+`"][aria-current]`)),
		)
	}
}
