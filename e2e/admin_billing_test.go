package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestAdminBilling: an admin finds a customer, gives money back with a reason,
// and replays an event, on pages no wider than a phone.
func TestAdminBilling(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	site := startWithAdmin(t, "")
	b.enter(site)
	b.buy(site)
	b.do(chromedp.Navigate(site + "/dev/stripe/"))
	b.follow(`button[name="by"][value="renewal"]`) // the trial ends, and is paid
	b.awaits("main", "Time has passed")
	for _, path := range []string{"/admin/billing", "/admin/billing/events", "/admin/billing/customers"} {
		b.expectNarrow(site, path)
	}
	b.do(
		chromedp.Navigate(site+"/admin/billing/customers"),
		chromedp.SendKeys(chromedp.CSS("#q"), email),
	)
	b.follow(`form[role="search"] button`)
	b.awaits(".lines", email)
	b.follow(".lines .line-title a")
	b.awaits("main", "Payments")
	b.do(
		chromedp.Click(chromedp.CSS(`section[aria-labelledby="charges"] details summary`)),
		chromedp.SendKeys(chromedp.CSS(`form[action$="/refund"] [name="reason"]`), "It was down for a day"),
	)
	b.follow(`form[action$="/refund"] button`)
	b.awaits("main", "on its way back")
	b.awaits(`section[aria-labelledby="charges"]`, "refunded")
	b.do(chromedp.Navigate(site + "/admin/billing/events"))
	b.follow(`form[action$="/replay"] button`)
	b.awaits("main", "Check back in a moment")
}
