package billing_test

import (
	"fmt"
	"time"
)

// mDue is something that time brings.
type mDue struct {
	at time.Time
	do func()
}

// pass lets time bring what it does.
func (m *model) pass(to time.Time) {
	for {
		first := m.earliest()
		if first.do == nil || first.at.After(to) {
			break
		}
		m.now = first.at
		first.do()
	}
	m.now = to
}

// moments are when something will be due, as far as is known now; and reminders.
func (m *model) moments() []time.Time {
	var all []time.Time
	if next := m.earliest(); next.do != nil {
		all = append(all, next.at, next.at.Add(time.Hour))
	}
	for _, b := range m.bills {
		all = append(all, b.next, b.finalized, b.made.Add(23*time.Hour))
	}
	if m.live() {
		for _, days := range []time.Duration{0, 3, 14} {
			all = append(all, m.plan.until.Add(-days*aDay))
		}
		all = append(all, m.plan.late.Add(mGrace))
	}
	for _, o := range m.once {
		all = append(all, o.paid.AddDate(0, 0, mOnceLasts))
	}
	return all
}

func (m *model) earliest() mDue {
	var first mDue
	note := func(at time.Time, do func()) {
		if first.do == nil || at.Before(first.at) {
			first = mDue{at, do}
		}
	}
	for _, b := range m.bills {
		if b.state == "draft" && !b.finalized.IsZero() {
			note(b.finalized, func() { m.collect(b) })
		}
		if b.state == "open" && !b.next.IsZero() {
			note(b.next, func() { m.try(b) })
		}
	}
	p := m.plan
	if !m.live() {
		return first
	}
	if p.waiting != nil {
		note(p.waiting.made.Add(23*time.Hour), func() { p.waiting.state, p.waiting = "void", nil })
	}
	if p.cancelled {
		note(p.until, func() { m.end(p) })
	}
	note(p.until, func() { m.renew(p) })
	return first
}

// renew begins a period. Its bill is a draft for an hour.
func (m *model) renew(p *mPlan) {
	if p.status == "trialing" {
		p.status, p.isTrialOfOurs = "active", false
	}
	if p.next != nil {
		if p.next.interval != p.interval {
			p.anchor = p.until
		}
		p.mTerms, p.next = *p.next, nil
	}
	p.from = p.until
	p.until = p.after(p.anchor, p.from)
	b := m.bill(p, p.currency, m.now, line{amount: p.amount()})
	b.bills = p.until
	if p.status != "unpaid" && p.pause != "keep_as_draft" {
		b.finalized = m.now.Add(time.Hour)
	}
}

// collect asks for the money of a draft, unless nothing is collected.
func (m *model) collect(b *mBill) {
	m.finalize(b)
	if b.state == "paid" {
		return
	}
	switch b.of.pause {
	case "void":
		b.state = "void"
	case "mark_uncollectible":
		b.state = "uncollectible"
	default:
		m.try(b)
	}
}

// try charges a bill whose owner is away. After the fourth time it is given up.
func (m *model) try(b *mBill) {
	p := b.of
	if m.card == mPays {
		m.charge(b)
		m.revive(p, b)
		return
	}
	m.fail(b)
	b.next = time.Time{}
	if pauses := []time.Duration{3, 5, 7}; b.tries <= len(pauses) {
		b.next = m.now.Add(pauses[b.tries-1] * aDay)
	}
	m.tellFailed(b)
	switch {
	case b.next.IsZero() && !m.unpaid:
		m.end(p)
	case b.next.IsZero():
		p.status = "unpaid"
	case p.status != "unpaid":
		p.status = "past_due"
	}
	if p.late.IsZero() {
		p.late = b.made
	}
}

func (m *model) tellFailed(b *mBill) {
	if m.card == mAsks {
		m.tell(fmt.Sprint("asked", b.seq, "#", b.tries), "payment of %d %s is to be confirmed", b.due, b.currency)
		return
	}
	again := "nothing is tried again"
	if !b.next.IsZero() {
		again = fmt.Sprint("tried again at ", b.next.Unix())
	}
	m.tell(fmt.Sprint("failed", b.seq, "#", b.tries), "payment of %d %s failed, %s", b.due, b.currency, again)
}

// revive is what a paid bill does: the newest one brings a plan back.
func (m *model) revive(p *mPlan, b *mBill) {
	for _, other := range m.bills {
		if other.of == p && other.made.After(b.made) && other != p.waiting && other.state != "void" {
			return
		}
	}
	if p.status == "past_due" || p.status == "unpaid" {
		p.status, p.late = "active", time.Time{}
	}
}

// look is a sync: whoever has to know of something is told now.
func (m *model) look() {
	if !m.live() {
		return
	}
	p := m.plan
	if p.pause != "" {
		m.alerts["paused"] = true
	}
	if p.isTrialOfOurs {
		m.tried[m.card] = true
		m.tell(fmt.Sprint("trial", p.seq), "trial: %s", m.renewal(p))
	}
	if p.cancelled {
		m.tell(
			fmt.Sprint("cancelled", p.seq, p.until.Unix()),
			"%s ends at %d, %d is collected",
			mNames[p.id],
			p.until.Unix(),
			m.owed(p),
		)
		return
	}
	if p.pause != "" {
		return
	}
	left := p.until.Sub(m.now)
	ahead := map[string]time.Duration{"month": 3 * aDay, "year": 14 * aDay}[p.interval]
	thing := fmt.Sprint("renewal", p.seq, p.until.Unix())
	if p.next != nil {
		thing += fmt.Sprint(*p.next)
	}
	switch {
	case p.status == "trialing" && left <= 3*aDay:
		m.tell("end of "+thing, "trial ends: %s", m.renewal(p))
	case p.status == "active" && left <= ahead:
		m.tell(thing, "soon: %s", m.renewal(p))
	}
}
