package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestPasskeyIsOffered logs in with the passkey that the field of the address offers: the device of
// the tests chooses it at once, and nothing is typed or pressed. An offer that nobody takes hinders
// neither the button nor the password.
func TestPasskeyIsOffered(t *testing.T) {
	t.Parallel()
	b, site := openBrowser(t), sharedSite(t)
	b.signUp(site)
	b.logIn(site)
	b.holdPasskeys()
	b.addPasskey(site)
	b.logOut()
	b.do(chromedp.Navigate(site+"/login"), chromedp.WaitVisible(chromedp.CSS(".facts")))
	b.expectDeclaredCookies()
	b.logOut()
	b.beginWith(offerNobodyTakes)
	b.do(chromedp.Navigate(site + "/login"))
	b.awaits("html[data-offers]", "Log in")
	b.do(b.usePasskey("login"), chromedp.WaitVisible(chromedp.CSS(".facts")))
	b.logOut()
	b.do(
		chromedp.Navigate(site+"/login"),
		chromedp.SendKeys(chromedp.CSS("#email"), b.email),
		chromedp.SendKeys(chromedp.CSS("#password"), password),
		chromedp.Click(chromedp.CSS(`form[action="/api/auth/login"] button[type="submit"]`)),
		chromedp.WaitVisible(chromedp.CSS("#code")),
	)
	b.expectNothingStored()
}

// offerNobodyTakes keeps an offer waiting, as people do who do not look at it. The browser's own rule
// stays: it refuses the button while the offer was not ended.
const offerNobodyTakes = `{
	const own = navigator.credentials.get.bind(navigator.credentials);
	let waiting = false;
	navigator.credentials.get = (options) => {
		if (options.mediation !== "conditional") return waiting ? Promise.reject(new DOMException("", "OperationError")) : own(options);
		waiting = true;
		document.documentElement.dataset.offers = "1";
		return new Promise((_, reject) => options.signal.addEventListener("abort", () => {
			waiting = false;
			reject(options.signal.reason);
		}));
	};
}`
