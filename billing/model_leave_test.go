package billing_test

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"
)

// befriend gives the customer a discount in the dashboard.
func (f *follower) befriend() (string, error) {
	if !f.had || f.gone {
		return "", nil
	}
	coupon := f.l.ask("POST", "coupons", url.Values{"percent_off": {"20"}, "duration": {"forever"}})["id"].(string)
	f.l.ask("POST", "customers/"+f.l.customer().StripeID, url.Values{"coupon": {coupon}})
	f.friends = &mCoupon{percent: 20}
	return mDone, nil
}

// leave deletes the account; its owner, or somebody with the same cards, comes back with
// another address for a free trial.
func (f *follower) leave() (string, error) {
	soon := func(at time.Time) bool { return at.Sub(f.now).Abs() < 10*time.Minute }
	if !f.had || f.gone || len(f.log) < 4 || slices.ContainsFunc(f.moments(), soon) {
		return "", nil
	}
	if err := f.l.stand.Advance(time.Minute); err != nil { // what is bought in the second of the deletion is an alarm
		return "", err
	}
	f.pass(f.l.stand.Now())
	f.l.erase()
	left := f.l.customer()
	if err := f.l.follow(left.ID); err != nil {
		return "", err
	}
	if there := f.l.ask("GET", "customers/"+left.StripeID, nil); there["deleted"] != true {
		return "", errors.New("the customer is still at Stripe")
	}
	f.l.user = f.l.newUser(fmt.Sprintf("ada%d@example.com", len(f.log)))
	f.comeBack()
	return f.purchase(mTermsOf("tried", "month", "usd", 1), nil)
}

// comeBack forgets a customer. What they were told, and which cards had a trial, stays; of credit
// that is left somebody is told.
func (m *model) comeBack() {
	if m.credit > 0 {
		m.alerts["erased"] = true
	}
	if m.live() {
		m.end(m.plan)
	}
	m.plan, m.had, m.settled, m.credit, m.friends = nil, false, "", 0, nil
	m.bills, m.charges, m.once, m.pressed = nil, nil, nil, map[string]string{}
}
