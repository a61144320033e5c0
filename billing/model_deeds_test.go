package billing_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/models/payments"
)

// mActs are all that people, banks and the dashboard do; the first one begins a history.
var mActs []mAct

func init() {
	mActs = []mAct{
		{"buy", 3, (*follower).buyPlan},
		{"once", 2, (*follower).buySome},
		{"change", 6, (*follower).changePlan},
		{"later", 4, (*follower).changeLater},
		{"keep", 1, func(f *follower) (string, error) {
			return same(f.l.service.CancelScheduledChange(ctx(), f.l.user), f.keep())
		}},
		{
			"cancel",
			2,
			func(f *follower) (string, error) { return same(f.l.service.Cancel(ctx(), f.l.user, ""), f.cancel()) },
		},
		{"uncancel", 2, func(f *follower) (string, error) {
			if f.live() && !f.plan.cancelled && f.plan.next != nil {
				return "", nil
			}
			return same(f.l.service.Uncancel(ctx(), f.l.user), f.uncancel())
		}},
		{"pay", 5, (*follower).payOwed},
		{"refund", 2, func(f *follower) (string, error) { return f.refundSome(f.refundHere) }},
		{"dashboard refund", 2, func(f *follower) (string, error) { return f.refundSome(f.refundThere) }},
		{"dispute", 3, (*follower).disputeSome},
		{"win", 3, func(f *follower) (string, error) { return f.decideSome(true) }},
		{"lose", 2, func(f *follower) (string, error) { return f.decideSome(false) }},
		{"pause", 1, (*follower).pausePlan},
		{"unpause", 3, (*follower).unpausePlan},
		{"extend", 1, (*follower).extendPlan},
		{"reprice", 1, (*follower).repricePlan},
		{"credit", 1, (*follower).giveCredit},
		{"delete", 1, (*follower).deleteCustomer},
		{"friends", 1, (*follower).befriend},
		{"leave", 1, (*follower).leave},
		{"good card", 2, func(f *follower) (string, error) { return f.giveCard(mPays) }},
		{"bad card", 3, func(f *follower) (string, error) { return f.giveCard(mFails) }},
		{"asking card", 2, func(f *follower) (string, error) { return f.giveCard(mAsks) }},
		{"pass", 14, func(f *follower) (string, error) {
			return mDone, f.steps(time.Duration(1+f.random.IntN(26)) * aDay)
		}},
	}
}

// mCards are the cards by what they do.
var mCards = map[string]string{mPays: "4242424242424242", mFails: cardThatFailsLater, mAsks: cardThatAsks}

func ctx() context.Context { return context.Background() }

// terms are any that are sold.
func (f *follower) terms(currency string) mTerms {
	id := []string{"starter", "studio", "tried"}[f.random.IntN(3)]
	n := int64(1)
	if id == "studio" {
		n += f.random.Int64N(3)
	}
	return mTermsOf(id, []string{"month", "month", "year"}[f.random.IntN(3)], currency, n)
}

func (t mTerms) selection() billing.Selection {
	return billing.Selection{ID: t.id, Currency: t.currency, Interval: t.interval, Quantity: t.quantity}
}

func (f *follower) coupon(currency string) *mCoupon {
	switch n := f.random.IntN(6); {
	case n == 0:
		return &mCoupon{name: "HALF", percent: 50, once: true}
	case n == 1:
		return &mCoupon{name: "FREE", percent: 100, until: f.now.AddDate(0, 1, 0)}
	case n == 2 && currency == "usd":
		return &mCoupon{name: "LESS", off: 300}
	}
	return nil
}

func (f *follower) buyPlan() (string, error) {
	currency := []string{"usd", "usd", "eur"}[f.random.IntN(3)]
	return f.purchase(f.terms(currency), f.coupon(currency))
}

func (f *follower) buySome() (string, error) {
	return f.purchase(mTermsOf("audits", "", "usd", 1+f.random.Int64N(3)), f.coupon("usd"))
}

// purchase presses the button and pays on the page.
func (f *follower) purchase(want mTerms, coupon *mCoupon) (string, error) {
	card := []string{mPays, mPays, mPays, mFails, mAsks}[f.random.IntN(5)]
	_, err := f.l.service.Checkout(ctx(), f.l.user, want.selection())
	if err != nil {
		return same(err, f.buy(want, coupon, f.now))
	}
	open, err := payments.OpenCheckout(ctx(), f.l.db, f.l.user.ID)
	if err != nil {
		return "", err
	}
	given := emulator.Payment{Card: mCards[card], Name: "Ada"}
	if f.taxed {
		given.Address = emulator.Address{Line1: "1 Main St", City: "Springfield", PostalCode: "12345", Country: "US"}
	}
	if coupon != nil {
		given.PromotionCode = coupon.name
	}
	done, err := f.l.stand.Pay(*open.SessionID, given)
	if err == nil && done.Status == emulator.NeedsSCA {
		done, err = f.l.stand.Answer(*open.SessionID, "approve")
	}
	if err != nil || done.Status != emulator.Completed {
		return "", fmt.Errorf("paying: %+v, %w", done, err)
	}
	at, err := f.paidAt(*open.SessionID, want.interval == "")
	if err != nil {
		return "", err
	}
	if coupon != nil && !coupon.until.IsZero() {
		coupon.until = mTerms{interval: "month"}.after(at, at)
	}
	f.paying = card
	outcome := f.buy(want, coupon, at)
	if want.interval != "" {
		f.card = card
	}
	if outcome == mSecondTrial {
		return outcome, nil
	}
	return same(nil, outcome)
}

// paidAt is the moment of a purchase, which has to be this one.
func (f *follower) paidAt(session string, isOnce bool) (time.Time, error) {
	bought := f.l.ask("GET", "checkout/sessions/"+session, nil)
	path, field := "subscriptions/", "subscription"
	if isOnce {
		path, field = "invoices/", "invoice"
	}
	at := time.Unix(int64(f.l.ask("GET", path+bought[field].(string), nil)["created"].(float64)), 0).UTC()
	return at, near(at, f.now)
}

// target is what a plan is changed to: mostly in its own currency.
func (f *follower) target() mTerms {
	currency := "usd"
	if f.live() {
		currency = f.plan.currency
	}
	if f.random.IntN(12) == 0 {
		currency = "eur"
	}
	return f.terms(currency)
}

func (f *follower) changePlan() (string, error) {
	want := f.target()
	shown, err := f.l.service.Preview(ctx(), f.l.user, want.selection())
	if err != nil {
		return same(err, f.change(want, f.now, f.now))
	}
	at := time.Unix(shown.At, 0)
	if err := near(at, f.now); err != nil {
		return "", err
	}
	got := f.l.service.Change(ctx(), f.l.user, want.selection(), shown.At)
	bills := len(f.bills)
	outcome := f.change(want, at, f.began())
	if len(f.bills) > bills {
		made := f.bills[len(f.bills)-1]
		due := made.total
		if due > 0 {
			due = made.due
		}
		if shown.Due != due {
			return "", fmt.Errorf("the page promises %d, and it is %d", shown.Due, due)
		}
	}
	return same(got, outcome)
}

// began is when the running period did.
func (f *follower) began() time.Time {
	sub, has, err := f.l.service.Current(ctx(), f.l.user.ID)
	if err != nil || !has {
		return f.now
	}
	at := f.l.ask("GET", "subscriptions/"+sub.ID, nil)["current_period_start"].(float64)
	return time.Unix(int64(at), 0).UTC()
}

func (f *follower) changeLater() (string, error) {
	want := f.target()
	shown, err := f.l.service.Preview(ctx(), f.l.user, want.selection())
	if err == nil {
		err = f.l.service.ChangeLater(ctx(), f.l.user, want.selection(), shown.At)
	}
	return same(err, f.later(want))
}

// payOwed follows the link of the billing page.
func (f *follower) payOwed() (string, error) {
	address, err := f.l.service.Owed(ctx(), f.l.user)
	if err != nil {
		return same(err, f.payBill(f.now))
	}
	if address == "" {
		return "nothing", second2(same(nil, map[bool]string{true: mDone}[f.payBill(f.now) == "nothing"]))
	}
	_, id, _ := strings.Cut(address, "/invoice/")
	done, err := f.l.stand.PayInvoice(id, "4242424242424242")
	if err != nil || done.Status != emulator.Completed {
		return "", fmt.Errorf("paying %s: %+v, %w", address, done, err)
	}
	f.l.sync()
	return same(nil, f.payBill(f.began()))
}

// refundSome gives money of a charge back that can be.
func (f *follower) refundSome(do func(charge string, amount int64) error) (string, error) {
	c := f.anyCharge(
		func(c *mCharge) bool { return c.refunded < c.amount && c.dispute != "open" && c.dispute != "lost" },
	)
	if c == nil {
		return "", nil
	}
	amount := []int64{0, 0, 100}[f.random.IntN(3)]
	if c.amount-c.refunded <= amount {
		amount = 0
	}
	id, err := f.idOf(c)
	if err == nil {
		err = do(id, amount)
	}
	if err != nil {
		return "", err
	}
	f.giveBack(c, amount)
	return mDone, nil
}

func (f *follower) refundHere(charge string, amount int64) error {
	return f.l.service.Refund(ctx(), f.l.customer(), charge, amount, fmt.Sprint(len(f.log)), begun)
}

func (f *follower) refundThere(charge string, amount int64) error {
	return second2(f.l.stand.Refund(charge, amount, ""))
}

func (f *follower) anyCharge(fits func(*mCharge) bool) *mCharge {
	var some []*mCharge
	for _, c := range f.charges {
		if !c.failed && !c.isOutOfReach && fits(c) {
			some = append(some, c)
		}
	}
	if len(some) == 0 || f.gone {
		return nil
	}
	if f.random.IntN(3) > 0 {
		return some[len(some)-1]
	}
	return some[f.random.IntN(len(some))]
}

// idOf finds a charge of the model at Stripe: of those that are the same, the one that was
// made at the same place.
func (f *follower) idOf(c *mCharge) (string, error) {
	all, err := payments.ChargesBy(ctx(), f.l.db, f.l.customer().ID)
	bills, err2 := payments.InvoicesBy(ctx(), f.l.db, f.l.customer().ID, 1000)
	if err := errors.Join(err, err2); err != nil {
		return "", err
	}
	isOnce := map[string]bool{}
	for _, i := range bills {
		isOnce[i.ID] = i.SubscriptionID == ""
	}
	slices.SortStableFunc(all, func(a, b payments.Charge) int { return a.CreatedAt.Compare(b.CreatedAt) })
	nth := 0
	for _, one := range f.charges[:slices.Index(f.charges, c)] {
		if one.isOnce == c.isOnce && one.amount == c.amount && one.currency == c.currency && one.failed == c.failed {
			nth++
		}
	}
	for _, one := range all {
		if isOnce[one.InvoiceID] != c.isOnce || one.Amount != c.amount || one.Currency != c.currency ||
			(one.Status == "failed") != c.failed {
			continue
		}
		if nth--; nth < 0 {
			return one.ID, nil
		}
	}
	return "", errors.New("there is no such charge")
}

func (f *follower) disputeSome() (string, error) {
	c := f.anyCharge(func(c *mCharge) bool { return c.refunded < c.amount && c.dispute == "" })
	if c == nil {
		return "", nil
	}
	id, err := f.idOf(c)
	if err == nil {
		_, err = f.l.stand.Dispute(id, "")
	}
	f.dispute(c)
	return mDone, err
}

func (f *follower) decideSome(won bool) (string, error) {
	c := f.anyCharge(func(c *mCharge) bool { return c.dispute == "open" })
	if c == nil {
		return "", nil
	}
	id, err := f.idOf(c)
	if err != nil {
		return "", err
	}
	found := f.l.ask("GET", "disputes", url.Values{"charge": {id}})["data"].([]any)
	for _, one := range found {
		if d := one.(map[string]any); d["charge"] == id {
			err = f.l.stand.Decide(d["id"].(string), won)
		}
	}
	f.decide(c, won)
	return mDone, err
}

// isPlain reports whether a plan is in no state in which Stripe would refuse an act of its
// dashboard, or which nobody brings about.
func (f *follower) isPlain() bool {
	return f.live() && f.plan.next == nil && !f.plan.cancelled && f.plan.waiting == nil &&
		(f.plan.status == "active" || f.plan.status == "trialing") && f.owed(f.plan) == 0
}

func (f *follower) update(form url.Values) { f.l.ask("POST", "subscriptions/"+f.l.plan().ID, form) }

func (f *follower) pausePlan() (string, error) {
	if !f.isPlain() {
		return "", nil
	}
	f.plan.pause = []string{"void", "mark_uncollectible", "keep_as_draft"}[f.random.IntN(3)]
	f.update(url.Values{"pause_collection[behavior]": {f.plan.pause}})
	return mDone, nil
}

func (f *follower) unpausePlan() (string, error) {
	if !f.live() || f.plan.pause == "" {
		return "", nil
	}
	f.plan.pause = ""
	f.update(url.Values{"pause_collection": {""}})
	return mDone, nil
}

func (f *follower) extendPlan() (string, error) {
	if !f.isPlain() || f.now.Sub(f.plan.from) < time.Hour { // Stripe would take it for a trial from the start
		return "", nil
	}
	until := f.plan.until.Add(10 * aDay)
	err := f.l.service.Extend(ctx(), f.l.customer(), f.l.plan().ID, until, begun)
	return same(err, f.extend(until, f.began()))
}
