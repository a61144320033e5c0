package billing_test

import (
	"fmt"
	"slices"
	"time"
)

// model is what must have become of one customer: what they have, what was charged, what
// they were told. It is written from the rules of the house and of Stripe, and uses no code
// of the package billing or of the emulator. Its acts stand in model_acts_test.go, and what
// time brings in model_time_test.go.
type model struct {
	now       time.Time
	taxed     bool   // everything costs a tenth more, or an eleventh of it is tax
	inclusive bool   // the tax is in the prices
	unpaid    bool   // plans that are given up become unpaid, and do not end
	card      string // what it does while its owner is away
	credit    int64
	settled   string          // the currency
	friends   *mCoupon        // of the customer, for plans that have none
	tried     map[string]bool // cards that began a trial, whoever's
	paying    string          // the card on the payment page
	had       bool            // a plan, ever
	plan      *mPlan          // the newest
	bills     []*mBill
	charges   []*mCharge
	once      []*mOnce
	mails     []string
	told      map[string]bool
	pressed   map[string]string // how changes ended, by what was pressed
	alerts    map[string]bool
	gone      bool // the customer was deleted at Stripe
	seq       int
}

// mTerms is what a plan is and costs.
type mTerms struct {
	id, interval, currency string
	quantity, unit         int64
}

type mPlan struct {
	mTerms
	seq                      int
	status                   string
	anchor, from, until      time.Time
	cancelled, isTrialOfOurs bool
	next                     *mTerms
	pause                    string
	coupon                   *mCoupon
	waiting                  *mBill // for a change that takes place once it is paid
	changesTo                mTerms
	late                     time.Time // since when a bill is open
}

type mCoupon struct {
	name         string
	percent, off int64
	once         bool
	until        time.Time // zero: no end
}

type mBill struct {
	seq            int
	of             *mPlan
	total, due     int64
	paid           int64
	state          string
	made           time.Time
	tries          int
	finalized      time.Time // when a draft is; zero: never by itself
	next           time.Time // try
	bills          time.Time // the end of the period that it is for
	by             *mCharge
	currency, what string
}

type mCharge struct {
	amount, refunded int64
	failed, isOnce   bool
	isOutOfReach     bool // its customer was deleted at Stripe
	dispute          string
	currency         string
}

type mOnce struct {
	by       *mCharge
	quantity int64
	paid     time.Time
}

// The prices of the house, by plan, interval and currency.
var mPrices = map[string]int64{
	"starter month usd": 900, "starter year usd": 9000, "starter month eur": 800, "starter year eur": 8000,
	"studio month usd": 2900, "studio year usd": 29000, "studio month eur": 2700, "studio year eur": 27000,
	"tried month usd": 1900, "tried year usd": 19000, "tried month eur": 1700, "tried year eur": 17000,
	"audits  usd": 1500,
}

var (
	mNames = map[string]string{"starter": "Starter", "studio": "Studio", "tried": "Tried", "dashboard": "Rescue"}
	mSites = map[string]int64{"starter": 1, "studio": 10, "tried": 2}
	mAudit = map[string]int64{"starter": 30, "studio": 300}
)

// What cards do while their owner is away.
const (
	mPays  = "pays"
	mFails = "fails"
	mAsks  = "asks"
)

const (
	mTrial = 14 * aDay
	mGrace = 7 * aDay
	mOnceLasts,
	mOnceGives = 30, 100
)

func mTermsOf(id, interval, currency string, quantity int64) mTerms {
	return mTerms{id, interval, currency, quantity, mPrices[id+" "+interval+" "+currency]}
}

func (t mTerms) amount() int64 { return t.unit * t.quantity }

// yearly is what it costs in a year.
func (t mTerms) yearly() int64 {
	if t.interval == "month" {
		return 12 * t.amount()
	}
	return t.amount()
}

// after is the end of a period: all count from the anchor, and a month that is too short
// ends early.
func (t mTerms) after(anchor, moment time.Time) time.Time {
	months := 1
	if t.interval == "year" {
		months = 12
	}
	for n := months; ; n += months {
		end := anchor.AddDate(0, n, 0)
		if end.Day() != anchor.Day() {
			end = end.AddDate(0, 0, -end.Day())
		}
		if end.After(moment) {
			return end
		}
	}
}

// rounded divides, and a half goes up.
func rounded(n, by int64) int64 {
	q, r := n/by, n%by
	if r < 0 {
		q, r = q-1, r+by
	}
	if 2*r >= by {
		q++
	}
	return q
}

func (c *mCoupon) holds(at time.Time) bool {
	return c != nil && (c.until.IsZero() || at.Before(c.until))
}

// takes is what a coupon takes off an amount.
func (c *mCoupon) takes(amount int64) int64 {
	if c.percent > 0 {
		return rounded(amount*c.percent, 100)
	}
	return min(c.off, amount)
}

// couponOf is the coupon of a plan at a time: its own, or its owner's. What is bought once
// has its own alone.
func (m *model) couponOf(p *mPlan, at time.Time) *mCoupon {
	switch {
	case p == nil:
		return nil
	case p.coupon.holds(at):
		return p.coupon
	case p.id == "":
		return nil
	}
	return m.friends
}

// line is a part of a bill. Of what is prorated the percents are off already.
type line struct {
	amount     int64
	isProrated bool
}

// bill makes one out.
func (m *model) bill(p *mPlan, currency string, at time.Time, lines ...line) *mBill {
	if p != nil && !p.coupon.holds(at) {
		p.coupon = nil
	}
	coupon := m.couponOf(p, at)
	b := &mBill{of: p, made: at, state: "draft", currency: currency}
	sum := int64(0)
	for _, l := range lines {
		net := l.amount
		if coupon != nil && !l.isProrated {
			net -= coupon.takes(l.amount)
		}
		if sum += l.amount; m.taxed && !m.inclusive {
			net += rounded(net, 10)
		}
		b.total += net
	}
	if p != nil && p.coupon != nil && p.coupon.once && sum > 0 {
		p.coupon = nil
	}
	b.due = max(0, b.total-m.credit)
	m.seq++
	b.seq = m.seq
	m.bills = append(m.bills, b)
	return b
}

// finalize uses the credit up; a bill that gives back adds to it.
func (m *model) finalize(b *mBill) {
	m.credit = max(0, m.credit-b.total)
	b.state, b.finalized = "open", time.Time{}
	if b.due == 0 {
		b.state = "paid"
	}
}

// charge pays a bill, and says so.
func (m *model) charge(b *mBill) {
	b.by = &mCharge{amount: b.due, currency: b.currency, isOnce: b.of == nil}
	b.state, b.paid, b.next = "paid", b.due, time.Time{}
	b.tries++
	m.charges = append(m.charges, b.by)
	m.tell(fmt.Sprint("receipt", b.seq), "receipt of %d %s", b.paid, b.currency)
}

// fail is a charge that a bank declines, or wants confirmed: then nothing is charged yet.
func (m *model) fail(b *mBill) {
	b.tries++
	if m.card == mAsks {
		return
	}
	b.by = &mCharge{amount: b.due, failed: true, currency: b.currency}
	m.charges = append(m.charges, b.by)
}

// tell sends a mail once for each thing.
func (m *model) tell(thing, words string, args ...any) {
	if !m.told[thing] {
		m.told[thing] = true
		m.mails = append(m.mails, fmt.Sprintf(words, args...))
	}
}

func (m *model) live() bool { return m.plan != nil && m.plan.status != "canceled" }

// current is the bill of the period that runs; nil where it was free.
func (p *mPlan) current(m *model) *mBill {
	for _, b := range slices.Backward(m.bills) {
		if b.of == p && b.bills.Equal(p.until) {
			return b
		}
	}
	return nil
}

// reversal is what became of the payment of the period that runs.
func (m *model) reversal(p *mPlan) string {
	b := p.current(m)
	switch {
	case b == nil || b.by == nil || b.by.failed:
		return ""
	case b.by.dispute == "lost" || b.by.dispute == "open":
		return b.by.dispute
	case b.by.refunded == b.by.amount:
		return "refunded"
	}
	return ""
}

// end is final: nothing is asked for any more.
func (m *model) end(p *mPlan) {
	p.status, p.next, p.cancelled, p.waiting = "canceled", nil, false, nil
	for _, b := range m.bills {
		if b.of == p && b.state != "paid" {
			b.finalized, b.next = time.Time{}, time.Time{}
		}
	}
	m.tell(fmt.Sprint("ended", p.seq), "%s has ended", mNames[p.id])
}

// owed is what is still collected of a plan.
func (m *model) owed(p *mPlan) int64 {
	sum := int64(0)
	for _, b := range m.bills {
		if b.of == p && (b.state == "open" || b.state == "draft") && b != p.waiting {
			sum += b.due
		}
	}
	return sum
}

// taxWord is what the tax does to the prices.
func (m *model) taxWord() string {
	switch {
	case !m.taxed:
		return ""
	case m.inclusive:
		return "inclusive"
	}
	return "exclusive"
}

// renewal is how a plan goes on.
func (m *model) renewal(p *mPlan) string {
	then := p.mTerms
	if p.next != nil {
		then = *p.next
	}
	price := then.amount()
	if coupon := m.couponOf(p, p.until); coupon != nil {
		price -= coupon.takes(price)
	}
	return fmt.Sprintf(
		"%s goes on for %d %s each %s from %d, credit %d, tax %s",
		mNames[then.id],
		price,
		then.currency,
		then.interval,
		p.until.Unix(),
		m.credit,
		m.taxWord(),
	)
}
