package e2e

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// visitor is somebody with a browser, of whichever maker.
type visitor struct {
	t     *testing.T
	page  pageSteps
	email string // of the account that is signed up
}

// pageSteps is what a visitor does with a browser. Each step waits until it can be done, and fails the
// test if it cannot.
type pageSteps interface {
	open(address string)
	fill(css, text string)
	click(css string)
	await(css string) // until it is seen
	text(css string) string
	value(css string) string // of a field, seen or not
	cookies() []held         // all that the browser holds
	lose(site string, c held)
}

// held is a cookie as a browser holds it.
type held struct {
	name, domain, path, sameSite string
	httpOnly, secure, isSession  bool
	expires                      time.Time
}

var visitors atomic.Int64

func newVisitor(t *testing.T, p pageSteps) visitor {
	return visitor{t, p, fmt.Sprintf("ada%d@example.com", visitors.Add(1))}
}

// The steps of a page in Chromium.

func (b *browser) open(address string) {
	b.t.Helper()
	b.do(chromedp.Navigate(address))
}

func (b *browser) fill(css, text string) {
	b.t.Helper()
	b.do(chromedp.SendKeys(chromedp.CSS(css), text))
}

func (b *browser) click(css string) {
	b.t.Helper()
	b.do(chromedp.Click(chromedp.CSS(css)))
}

func (b *browser) await(css string) {
	b.t.Helper()
	b.do(chromedp.WaitVisible(chromedp.CSS(css)))
}

func (b *browser) value(css string) string {
	b.t.Helper()
	value, err := chromedp.Run(
		b.ctx,
		chromedp.Evaluate[string](fmt.Sprintf(`document.querySelector(%q).value`, css)),
	)
	if err != nil {
		b.t.Fatal(err)
	}
	return value
}

func (b *browser) cookies() []held {
	b.t.Helper()
	var all []held
	for _, c := range b.jar() {
		if c.PartitionKey != nil {
			b.t.Errorf("%s is partitioned", c.Name)
		}
		all = append(all, held{
			c.Name, c.Domain, c.Path, string(c.SameSite), c.HTTPOnly, c.Secure, c.Session,
			time.Unix(0, int64(c.Expires*float64(time.Second))),
		})
	}
	return all
}
