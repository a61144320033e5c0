package pages

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
	"github.com/prokken/prokken/money"
)

// viewLines puts in what is sold, and what it costs today and later.
func viewLines(tx *store.Tx, s *objects.Session, v *view) {
	if len(s.Private.Lines) == 0 {
		return
	}
	var names []string
	recurs, sum := int64(0), int64(0)
	for _, one := range s.Private.Lines {
		sold := tx.Prices.Look(one.Price)
		product := tx.Products.Look(sold.Product)
		amount := sold.UnitAmount * one.Quantity
		names, v.description, sum = append(names, product.Name), v.description+objects.Value(product.Description), sum+amount
		v.rows = append(v.rows, invoiceRow{rules.Words(tx, sold, one.Quantity), money.Full(amount, *s.Currency)})
		if sold.Recurring != nil {
			recurs, v.every = recurs+amount, every(sold.Recurring)
		}
		if one.Adjustable && v.quantity == "" {
			v.quantity = strconv.FormatInt(one.Quantity, 10)
			v.typed["quantity"] = v.quantity
		}
	}
	v.plan, v.due, v.nothingDue = strings.Join(names, ", "), money.Full(*s.AmountTotal, *s.Currency), *s.AmountTotal == 0
	v.price = money.Full(sum, *s.Currency)
	if v.every != "" {
		v.then = money.Full(recurs, *s.Currency) + " " + v.every
		v.price = v.then
	}
	v.trial = trialWords(s)
	viewSums(tx, s, v, sum)
}

func trialWords(s *objects.Session) string {
	switch {
	case s.Private.TrialDays == 1:
		return "Free for one day"
	case s.Private.TrialDays > 0:
		return "Free for " + strconv.FormatInt(s.Private.TrialDays, 10) + " days"
	case s.Private.TrialEnd != nil:
		return "Free until " + day(*s.Private.TrialEnd)
	}
	return ""
}

func day(at int64) string { return time.Unix(at, 0).UTC().Format("2 January 2006") }

// every is how often a price comes: a month, every 3 months.
func every(r *objects.Recurring) string {
	if r.IntervalCount == 1 {
		return "a " + r.Interval
	}
	return fmt.Sprintf("every %d %ss", r.IntervalCount, r.Interval)
}

// viewSums tells what is taken off and added today.
func viewSums(tx *store.Tx, s *objects.Session, v *view, sum int64) {
	d := s.TotalDetails
	if left := sum - *s.AmountSubtotal; left > 0 {
		v.sums = append(v.sums, invoiceRow{"Not due during the trial", money.Full(-left, *s.Currency)})
	}
	for _, one := range s.Private.Offers {
		amount := ""
		if len(s.Private.Offers) == 1 && d.AmountDiscount > 0 {
			amount = money.Full(-d.AmountDiscount, *s.Currency)
		}
		v.sums = append(v.sums, invoiceRow{"Discount: " + couponWords(tx.Coupons.Look(one.Coupon)), amount})
	}
	switch {
	case d.AmountTax > 0:
		v.sums = append(v.sums, invoiceRow{fmt.Sprintf("Tax (%d%%)", rules.TaxPercent), money.Full(d.AmountTax, *s.Currency)})
	case s.AutomaticTax.Enabled:
		v.sums = append(v.sums, invoiceRow{"Tax (depends on your address)", money.Full(0, *s.Currency)})
	}
}

// couponWords say what a coupon takes off, and how often.
func couponWords(c *objects.Coupon) string {
	off := ""
	if c.PercentOff != nil {
		off = fmt.Sprintf("%g%% off", *c.PercentOff)
	} else if c.AmountOff != nil {
		off = money.Full(*c.AmountOff, objects.Value(c.Currency)) + " off"
	}
	switch c.Duration {
	case "forever":
		return off + " every time"
	case "repeating":
		return off + " for " + strconv.FormatInt(*c.DurationInMonths, 10) + " months"
	}
	return off + " once"
}
