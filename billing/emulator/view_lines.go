package emulator

import (
	"fmt"
	"strings"
	"time"
)

// viewLines puts in what is sold, and what it costs today and later.
func (e *Emulator) viewLines(s *session, v *view) {
	if len(s.Private.Lines) == 0 {
		return
	}
	var names []string
	recurs, sum := int64(0), int64(0)
	for _, one := range s.Private.Lines {
		sold := e.state.prices.look(one.Price)
		product := e.state.products.look(sold.Product)
		amount := sold.UnitAmount * one.Quantity
		names, v.description, sum = append(names, product.Name), v.description+value(product.Description), sum+amount
		v.rows = append(v.rows, invoiceRow{e.words(sold, one.Quantity), full(amount, *s.Currency)})
		if sold.Recurring != nil {
			recurs, v.every = recurs+amount, sold.Recurring.every()
		}
		if one.Adjustable && v.quantity == "" {
			v.quantity = count(one.Quantity)
			v.typed["quantity"] = v.quantity
		}
	}
	v.plan, v.due, v.nothingDue = strings.Join(names, ", "), full(*s.AmountTotal, *s.Currency), *s.AmountTotal == 0
	v.price = full(sum, *s.Currency)
	if v.every != "" {
		v.then = full(recurs, *s.Currency) + " " + v.every
		v.price = v.then
	}
	v.trial = s.trialWords()
	e.viewSums(s, v, sum)
}

func (s *session) trialWords() string {
	switch {
	case s.Private.TrialDays == 1:
		return "Free for one day"
	case s.Private.TrialDays > 0:
		return "Free for " + count(s.Private.TrialDays) + " days"
	case s.Private.TrialEnd != nil:
		return "Free until " + day(*s.Private.TrialEnd)
	}
	return ""
}

func day(at int64) string { return time.Unix(at, 0).UTC().Format("2 January 2006") }

// every is how often a price comes: a month, every 3 months.
func (r *recurring) every() string {
	if r.IntervalCount == 1 {
		return "a " + r.Interval
	}
	return fmt.Sprintf("every %d %ss", r.IntervalCount, r.Interval)
}

// viewSums tells what is taken off and added today.
func (e *Emulator) viewSums(s *session, v *view, sum int64) {
	d := s.TotalDetails
	if left := sum - *s.AmountSubtotal; left > 0 {
		v.sums = append(v.sums, invoiceRow{"Not due during the trial", full(-left, *s.Currency)})
	}
	for _, one := range s.Private.Offers {
		amount := ""
		if len(s.Private.Offers) == 1 && d.AmountDiscount > 0 {
			amount = full(-d.AmountDiscount, *s.Currency)
		}
		v.sums = append(v.sums, invoiceRow{"Discount: " + e.state.coupons.look(one.Coupon).words(), amount})
	}
	switch {
	case d.AmountTax > 0:
		v.sums = append(v.sums, invoiceRow{fmt.Sprintf("Tax (%d%%)", taxPercent), full(d.AmountTax, *s.Currency)})
	case s.AutomaticTax.Enabled:
		v.sums = append(v.sums, invoiceRow{"Tax (depends on your address)", full(0, *s.Currency)})
	}
}

// words say what a coupon takes off, and how often.
func (c *coupon) words() string {
	off := ""
	if c.PercentOff != nil {
		off = fmt.Sprintf("%g%% off", *c.PercentOff)
	} else if c.AmountOff != nil {
		off = full(*c.AmountOff, value(c.Currency)) + " off"
	}
	switch c.Duration {
	case "forever":
		return off + " every time"
	case "repeating":
		return off + " for " + count(*c.DurationInMonths) + " months"
	}
	return off + " once"
}
