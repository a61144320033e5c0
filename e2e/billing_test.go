package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBillingOnAPhone buys, sees what another plan costs, changes to it, cancels
// and changes its mind, on pages that are no wider than a phone.
func TestBillingOnAPhone(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	site := sharedSite(t)
	b.do(chromedp.EmulateViewport(360, 780))
	b.signUp(site)
	b.logIn(site)
	b.expectNarrow(site, "/account/billing")
	b.buy(site)
	b.expectNarrow(site, "/account/billing")
	b.expectNarrow(site, "/account/billing/plan?plan=studio&interval=month")
	b.do(chromedp.Navigate(site + "/account/billing/plan?plan=studio&interval=month"))
	b.follow(`form[method="post"][action="/account/billing/plan"] button`)
	b.awaits("main", "Your plan has changed.")
	b.do(chromedp.Click(chromedp.CSS("details.cancel summary")))
	b.follow("details.cancel button")
	b.awaits("main", "Keep my plan")
	b.follow(`form[action="/account/billing/resume"] button`)
	b.awaits("main", "Your plan continues.")
}
