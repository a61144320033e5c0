package billing_test

import (
	"fmt"
	"slices"
	"time"
)

// Each act returns how it must end: "done", or why not.
const (
	mDone        = "done"
	mSecondTrial = "second trial"
)

// buy begins a plan, or buys something once, with a card that pays while its owner is there.
func (m *model) buy(want mTerms, coupon *mCoupon, at time.Time) string {
	isOnce := want.interval == ""
	switch {
	case !isOnce && m.live():
		return "has a plan"
	case !isOnce && m.settled != "" && m.settled != want.currency:
		return "wrong currency"
	}
	m.gone = false
	if isOnce {
		m.buyOnce(want, coupon, at)
		return mDone
	}
	m.seq++
	p := &mPlan{mTerms: want, seq: m.seq, status: "active", anchor: at, from: at, coupon: coupon}
	first := line{amount: p.amount()}
	p.until = p.after(at, at)
	if want.id == "tried" && !m.had {
		p.status, p.isTrialOfOurs, p.until, first.amount = "trialing", true, at.Add(mTrial), 0
		p.anchor = p.until
	}
	m.plan, m.had, m.settled = p, true, want.currency
	b := m.bill(p, p.currency, at, first)
	b.bills = p.until
	if m.finalize(b); b.state == "open" {
		m.charge(b)
	}
	if p.isTrialOfOurs && m.tried[m.paying] {
		return m.refuseTrial(p)
	}
	return mDone
}

// refuseTrial ends a trial that began with the card of another one: nothing is charged.
func (m *model) refuseTrial(p *mPlan) string {
	p.status, p.isTrialOfOurs = "canceled", false
	m.tell(fmt.Sprint("second trial", p.seq), "trial_refused")
	return mSecondTrial
}

func (m *model) buyOnce(want mTerms, coupon *mCoupon, at time.Time) {
	of := &mPlan{coupon: coupon}
	b := m.bill(of, want.currency, at, line{amount: want.amount()})
	b.of = nil
	if m.finalize(b); b.state == "open" {
		m.charge(b)
	}
	m.once = append(m.once, &mOnce{by: b.by, quantity: want.quantity, paid: at})
}

// mayChange is why a plan cannot be changed to another.
func (m *model) mayChange(want mTerms) string {
	p := m.plan
	switch {
	case !m.live() || p.status == "unpaid" || p.status == "paused":
		return "no plan"
	case want.currency != p.currency:
		return "wrong currency"
	case want.id == p.id && want.interval == p.interval && want.quantity == p.quantity:
		return "refused"
	case p.status == "trialing" && want.id != "tried":
		return "refused"
	}
	return m.paidUp(p)
}

// paidUp is why nothing can be credited: only what was paid can.
func (m *model) paidUp(p *mPlan) string {
	isNewest := true
	for _, b := range slices.Backward(m.bills) {
		switch {
		case b.of != p, b == p.waiting, b.what == "change" && b.state == "void":
			continue
		case b.state == "open" || b.state == "draft":
			return "pay first"
		case isNewest && b.state != "paid":
			return "refused"
		case isNewest && (m.reversal(p) != "" || b.by != nil && !b.by.failed && b.by.refunded == b.by.amount):
			return "refused"
		}
		isNewest = false
	}
	return ""
}

// keepsPrice: more or fewer of the same cost what was promised.
func (p *mPlan) keepsPrice(want mTerms) mTerms {
	if want.id == p.id && want.interval == p.interval {
		want.unit = p.unit
	}
	return want
}

// price is what a change costs at once: below zero it is credit.
func (m *model) price(want mTerms, at time.Time) []line {
	p := m.plan
	if p.status == "trialing" {
		return nil
	}
	part := func(amount, sign int64) line {
		if coupon := m.couponOf(p, at); coupon != nil && coupon.percent > 0 {
			amount -= coupon.takes(amount)
		}
		return line{rounded(sign*amount*(p.until.Unix()-at.Unix()), p.until.Unix()-p.from.Unix()), true}
	}
	if p.interval != want.interval {
		return []line{part(p.amount(), -1), {amount: want.amount()}}
	}
	return []line{part(p.amount(), -1), part(want.amount(), 1)}
}

// change is one that takes place now; begins is when the new period does, if one begins.
func (m *model) change(want mTerms, at, begins time.Time) string {
	if no := m.mayChange(want); no != "" {
		return no
	}
	press := fmt.Sprint(want, at.Unix())
	if before, again := m.pressed[press]; again { // the same press changes nothing more
		return before
	}
	m.pressed[press] = m.changeNow(want, at, begins)
	return m.pressed[press]
}

func (m *model) changeNow(want mTerms, at, begins time.Time) string {
	p := m.plan
	want, p.next = p.keepsPrice(want), nil
	if p.waiting != nil { // this one takes its place
		p.waiting.state, p.waiting = "void", nil
	}
	coupon := p.coupon
	b := m.bill(p, p.currency, m.now, m.price(want, at)...)
	b.what = "change"
	m.finalize(b)
	if b.state == "open" && m.card != mPays {
		return m.hold(p, b, coupon, want)
	}
	if b.state == "open" {
		m.charge(b)
	}
	m.apply(p, b, want, begins)
	return mDone
}

// hold leaves a plan as it is: until the payment is confirmed, or, where the bank declines
// it, for good, with no bill.
func (m *model) hold(p *mPlan, b *mBill, coupon *mCoupon, want mTerms) string {
	p.coupon = coupon
	m.fail(b)
	if m.card == mFails {
		b.state = "void"
		return "declined"
	}
	p.waiting, p.changesTo = b, want
	m.tellFailed(b)
	return "to confirm"
}

func (m *model) apply(p *mPlan, b *mBill, want mTerms, begins time.Time) {
	if p.interval != want.interval && p.status != "trialing" {
		p.anchor, p.from = begins, begins
		p.until = want.after(begins, begins)
		b.bills = p.until
	}
	p.mTerms = want
}

// later is a change that waits for the end of the period: to what costs less alone.
func (m *model) later(want mTerms) string {
	if no := m.mayChange(want); no != "" {
		return no
	}
	p := m.plan
	want = p.keepsPrice(want)
	isLess := want.yearly() < p.yearly()
	if want.id == p.id && want.quantity == p.quantity {
		isLess = want.interval == "month"
	}
	switch {
	case p.next != nil && *p.next == want:
		return mDone
	case p.status != "active" || p.cancelled || p.waiting != nil || !isLess:
		return "only now"
	}
	p.next = &want
	return mDone
}

func (m *model) keep() string {
	if !m.live() {
		return "no plan"
	}
	m.plan.next = nil
	return mDone
}

// cancel ends a plan with what is paid. What is late is not charged any more.
func (m *model) cancel() string {
	if !m.live() {
		return "no plan"
	}
	p := m.plan
	p.next = nil
	if p.status != "past_due" && p.status != "unpaid" {
		p.cancelled = true
		return mDone
	}
	m.end(p)
	for _, b := range m.bills {
		if b.of == p && b.state == "open" {
			b.state = "void"
		}
	}
	return mDone
}

func (m *model) uncancel() string {
	if !m.live() {
		return "no plan"
	}
	m.plan.cancelled = false
	return mDone
}

// owes is the bill that the page leads to: the newest.
func (m *model) owes() *mBill {
	for _, b := range slices.Backward(m.bills) {
		if b.of == m.plan && (b.state == "open" || b.state == "draft" && m.plan.status == "unpaid") {
			return b
		}
	}
	return nil
}

// payBill pays it with a good card, which stays that of the payment alone.
func (m *model) payBill(at time.Time) string {
	if !m.live() {
		return "no plan"
	}
	b := m.owes()
	if b == nil {
		return "nothing"
	}
	if b.state == "draft" {
		m.finalize(b)
	}
	p := m.plan
	m.charge(b)
	if b == p.waiting {
		p.waiting = nil
		m.apply(p, b, p.changesTo, at)
		return mDone
	}
	m.revive(p, b)
	return mDone
}

// giveBack refunds a charge. Of all that the running period was paid with, the plan ends.
func (m *model) giveBack(c *mCharge, amount int64) {
	if amount == 0 {
		amount = c.amount - c.refunded
	}
	c.refunded += amount
	m.tell(fmt.Sprintf("refund %p %d", c, c.refunded), "%d of %d %s went back", c.refunded, c.amount, c.currency)
	m.judge()
}

// judge ends what nobody paid for after all.
func (m *model) judge() {
	if m.live() && (m.reversal(m.plan) == "refunded" || m.reversal(m.plan) == "lost") {
		m.end(m.plan)
	}
}

func (m *model) dispute(c *mCharge) {
	c.dispute = "open"
	m.alerts["dispute"] = true
}

func (m *model) decide(c *mCharge, won bool) {
	if c.dispute = "lost"; won {
		c.dispute = "won"
	}
	m.judge()
}

// extend makes a plan free until a day.
func (m *model) extend(until, at time.Time) string {
	p := m.plan
	if p.next != nil {
		return "refused"
	}
	p.status, p.until, p.anchor, p.from = "trialing", until, until, at
	return mDone
}

// reprice puts a price of Stripe's dashboard into the plan: it gives nothing here.
func (m *model) reprice() {
	p := m.plan
	p.id, p.unit = "dashboard", 1200
	m.alerts["unknown_price"] = true
}

// deleteAtStripe deletes the customer there: everything ends, and nothing is known of them.
func (m *model) deleteAtStripe() {
	if m.live() {
		m.end(m.plan)
	}
	m.gone, m.settled, m.credit, m.friends = true, "", 0, nil
	for _, c := range m.charges {
		c.isOutOfReach = true
	}
}

// sites is how many can be used.
func (m *model) sites() int64 {
	if !m.access() {
		return 0
	}
	return mSites[m.plan.id] * m.plan.quantity
}

func (m *model) audits() int64 {
	sum := int64(0)
	if m.access() {
		sum = mAudit[m.plan.id] * m.plan.quantity
	}
	for _, o := range m.once {
		isKept := o.by == nil || o.by.refunded < o.by.amount && o.by.dispute != "open" && o.by.dispute != "lost"
		if isKept && m.now.Before(o.paid.AddDate(0, 0, mOnceLasts)) {
			sum += mOnceGives * o.quantity
		}
	}
	return sum
}

// access: what is late goes on for the days of grace, and what a bank took back does not.
func (m *model) access() bool {
	if !m.live() || m.reversal(m.plan) != "" {
		return false
	}
	switch m.plan.status {
	case "active", "trialing":
		return true
	case "past_due":
		return m.now.Before(m.plan.late.Add(mGrace))
	}
	return false
}

// income is what comes in monthly, before discounts and taxes.
func (m *model) income() int64 {
	if !m.live() || m.plan.pause != "" || m.plan.status != "active" && m.plan.status != "past_due" {
		return 0
	}
	return m.plan.yearly() / 12
}
