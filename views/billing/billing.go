// Package billing holds the pages of prices and of what a member pays for. Start reading at
// [Billing].
package billing

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/money"
	"github.com/prokken/prokken/views"
)

// Billing is a member's own billing page.
type Billing struct {
	billing.Account
	Plan    string        // the name of what they have, or had
	Names   billing.Names // of plans and products
	Now     time.Time
	Notice  string
	Problem string
}

// banner is what a member should do now; no Words: nothing. The button leads to
// Href, or posts to Act, or opens the portal's Flow.
type banner struct {
	Words, Button   string
	Href, Act, Flow string
}

// Status is Stripe's word in plain words.
func (b Billing) Status() string {
	if b.Subscription.IsPaused() && b.Subscription.Status == "active" {
		return "Active, payments are paused"
	}
	return StatusWords(b.Subscription.Status)
}

// StatusWords returns Stripe's word for a subscription in plain words.
func StatusWords(status string) string {
	switch status {
	case "active":
		return "Active"
	case "trialing":
		return "On trial"
	case "past_due":
		return "Payment is late"
	case "incomplete":
		return "Waiting for the first payment"
	case "unpaid":
		return "Stopped until it is paid"
	case "paused":
		return "Paused until a card is added"
	}
	return "Ended"
}

// Warning returns what is wrong with the plan, in a sentence; "" for nothing.
func (b Billing) Warning(site views.Site) string { return b.banner(site).Words }

// banner leads to the mend of whatever is wrong.
func (b Billing) banner(site views.Site) banner {
	sub := b.Subscription
	if sub == nil {
		return banner{}
	}
	if sub.Reversal == payments.Disputed {
		return banner{Words: "The payment for this period is disputed at your bank, so your plan is stopped until " +
			"this is resolved. If it was a mistake, please tell your bank."}
	}
	if b.isBeingPaid() {
		return banner{
			Words: "Your payment is being processed. A bank debit takes a few days; you do not need to do anything, " +
				"and we will email you the result.",
		}
	}
	switch sub.Status {
	case "past_due":
		return b.unpaid(b.late(site))
	case "unpaid":
		return banner{
			Words:  "Your plan has stopped because a payment failed. Everything you stored stays readable. Pay the latest bill to restart it.",
			Button: "Pay now", Act: "/account/billing/pay",
		}
	case "incomplete":
		return b.unpaid("Your first payment is not complete. Nothing has been charged yet.")
	case "paused":
		return b.paused()
	}
	if sub.PendingPlanID != "" {
		return b.unpaid(
			"Your change to " + b.Names.Of(
				sub.PendingPlanID,
			) + " is waiting for payment. Until then you keep your current plan.",
		)
	}
	return banner{}
}

func (b Billing) late(site views.Site) string {
	words := "We could not collect your last payment. The card may have expired or reached its limit."
	switch {
	case b.AccessUntil == nil:
		return words
	case b.Access:
		return words + " Your plan continues until " + site.Day(*b.AccessUntil) + "."
	}
	return words + " Your plan stopped on " + site.Day(*b.AccessUntil) + ", and continues as soon as it is paid."
}

func (b Billing) paused() banner {
	switch {
	case b.Subscription.PaymentURL != "":
		return b.unpaid("Your plan continues as soon as the payment is made.")
	case b.Customer.Details.HasMethod:
		return banner{
			Words: "Your trial has ended, and you have added a payment method. Start your plan when you are ready: you then pay " + Cost(
				*b.Subscription,
			) + ", before discounts, starting today.",
			Button: "Start the plan again", Act: "/account/billing/start",
		}
	}
	return banner{
		Words:  "Your trial has ended, and nothing was charged. Add a card, then start your plan again here.",
		Button: "Add a card",
		Flow:   billing.PortalCard,
	}
}

func (b Billing) unpaid(words string) banner {
	if b.Subscription.PaymentURL != "" {
		return banner{Words: words, Button: "Pay now", Href: b.Subscription.PaymentURL}
	}
	return banner{Words: words, Button: "Change the card", Flow: billing.PortalCard}
}

// Period says what happens at the end of what is paid for, and when.
func (b Billing) Period() (string, time.Time) {
	sub := b.Subscription
	if end := billing.Ends(*sub); end != nil {
		return "Ends on", *end
	}
	if sub.IsPaused() {
		if sub.ResumesAt != nil {
			return "Nothing is charged until", *sub.ResumesAt
		}
		return "Payments are paused; this period ends on", sub.CurrentPeriodEnd
	}
	if sub.Status == "trialing" {
		return "First payment", sub.CurrentPeriodEnd
	}
	if sub.Status == "active" && sub.Next.At != nil &&
		sub.Next.At.Equal(sub.CurrentPeriodEnd) { // it does not renew as it is
		return "Paid until", sub.CurrentPeriodEnd
	}
	return "Renews on", sub.CurrentPeriodEnd
}

func (b Billing) isEnding() bool { return billing.Ends(*b.Subscription) != nil }

// cancelWords says what cancelling does, and what is still charged.
func (b Billing) cancelWords() string {
	switch {
	case b.isUnpaid() && !b.isBeingPaid():
		return "It ends immediately, and your open bill is cancelled: you pay nothing more."
	case b.Owed > 0:
		return "You keep it until the end of the current period. Your bill of " +
			money.Short(b.Owed, b.Subscription.Currency) + " for it is still collected, and nothing after that."
	case b.Access:
		return "You keep it until the end of the paid period, and pay nothing more."
	}
	return "It will not renew, and you pay nothing more."
}

func (b Billing) isUnpaid() bool {
	return b.Subscription.Status == "past_due" || b.Subscription.Status == "unpaid"
}

// isBeingPaid reports whether a bill of the plan is under way at a bank.
func (b Billing) isBeingPaid() bool {
	return slices.ContainsFunc(b.Invoices, func(i payments.Invoice) bool {
		return i.SubscriptionID == b.Subscription.ID && i.IsBeingPaid()
	})
}

// mayChange: what is late is paid first.
func (b Billing) mayChange() bool {
	return b.Access && b.Subscription.Status != "past_due" && b.Owed == 0
}

// trialLeft counts down the days, the one that has begun among them.
func (b Billing) trialLeft() string {
	if b.Subscription.Status != "trialing" || b.Subscription.TrialEndsAt == nil {
		return ""
	}
	switch days := int(math.Ceil(b.Subscription.TrialEndsAt.Sub(b.Now).Hours() / 24)); {
	case days < 1:
		return "Your free trial ends now."
	case days == 1:
		return "1 day of your free trial is left."
	default:
		return fmt.Sprintf("%d days of your free trial are left.", days)
	}
}

// Cost is the price, with how many it is for.
func Cost(sub payments.Subscription) string {
	words := money.Short(sub.Amount, sub.Currency) + " a " + sub.Interval
	if sub.IntervalCount > 1 {
		words = fmt.Sprintf("%s every %d %ss", money.Short(sub.Amount, sub.Currency), sub.IntervalCount, sub.Interval)
	}
	if sub.Quantity > 1 {
		words += fmt.Sprintf(" for %d", sub.Quantity)
	}
	return money.WithTax(words, sub.TaxBehavior)
}

// nextPayment is what the next payment comes to, where discounts make it another than the
// price.
func (b Billing) nextPayment() string {
	sub := *b.Subscription
	if len(sub.Discounts) == 0 || b.isEnding() || sub.IsPaused() {
		return ""
	}
	next := billing.RenewsFor(sub)
	if next == 0 {
		return "There is nothing to pay next time."
	}
	return "The next payment is " + money.WithTax(money.Short(next, sub.Currency), billing.RenewsAs(sub).TaxBehavior) + "."
}

// NextWords says what a plan changes to; "" for what is none of ours.
func NextWords(sub payments.Subscription, names billing.Names) string {
	next := sub.Next
	if next.At == nil || next.PlanID == "" {
		return ""
	}
	words := names.Of(next.PlanID) + " (" + money.Short(next.Amount, sub.Currency) + " a " + next.Interval
	if next.Quantity > 1 || sub.Quantity > 1 {
		words += fmt.Sprintf(" for %d", next.Quantity)
	}
	return money.WithTax(words, next.TaxBehavior) + ")"
}

// keepWords is the button that takes a scheduled change back.
func (b Billing) keepWords() string {
	if b.Subscription.Next.PlanID == b.Subscription.PlanID {
		return "Keep my current plan"
	}
	return "Keep " + b.Plan
}

// isPayable reports whether paying an invoice still brings something.
func (b Billing) isPayable(i payments.Invoice) bool {
	return i.Status == "open" && i.HostedURL != "" && !b.isLeft(i) && !i.IsBeingPaid()
}

// isLeft: an invoice of a plan that ended stays open at Stripe, which does not ask
// for it any more.
func (b Billing) isLeft(i payments.Invoice) bool {
	return b.Ended[i.SubscriptionID] && (i.Status == "open" || i.Status == "draft")
}

// CardWords returns a card as its owner knows it.
func CardWords(c payments.Card) string {
	brand := strings.ToUpper(c.Brand[:min(1, len(c.Brand))]) + c.Brand[min(1, len(c.Brand)):]
	return fmt.Sprintf("%s ending in %s, until %02d/%d", brand, c.Last4, c.ExpMonth, c.ExpYear)
}

// billStatus is what became of a bill.
func (b Billing) billStatus(i payments.Invoice) string {
	if b.isLeft(i) {
		return "Not collected"
	}
	return RefundedStatus(i, b.Refunded[i.ID])
}

// RefundedStatus returns what became of an invoice of which some money went back.
func RefundedStatus(i payments.Invoice, refunded int64) string {
	switch {
	case refunded == 0:
		return InvoiceStatus(i)
	case refunded < i.AmountPaid:
		return "Paid, " + money.Short(refunded, i.Currency) + " refunded"
	}
	return "Refunded"
}

// InvoiceStatus returns Stripe's word for an invoice in plain words.
func InvoiceStatus(i payments.Invoice) string {
	switch i.Status {
	case "paid":
		return paidStatus(i)
	case "open":
		if i.IsBeingPaid() {
			return "Payment processing"
		}
		return "To be paid"
	case "void":
		return "Cancelled"
	case "uncollectible":
		return "Not collected"
	}
	return "In preparation"
}

// paidStatus: of what Stripe calls paid, not everything was paid by card.
func paidStatus(i payments.Invoice) string {
	switch {
	case i.Total < 0:
		return "Credit for later bills"
	case i.Total == 0:
		return "Nothing to pay"
	case i.AmountDue == 0:
		return "Paid from your credit"
	}
	return "Paid"
}

// InvoiceAmount is what a bill comes to; what it gives back is no negative price.
func InvoiceAmount(i payments.Invoice) string {
	if i.Total < 0 {
		return money.Short(-i.Total, i.Currency)
	}
	return money.Short(i.Total, i.Currency)
}

// PurchaseState returns where a purchase stands.
func PurchaseState(p payments.Purchase) string {
	switch p.State {
	case payments.PurchasePending:
		return "Waiting for the payment"
	case payments.PurchasePaid:
		return "Paid"
	case payments.PurchaseFailed:
		return "The payment failed"
	case payments.PurchaseRefunded:
		return "Refunded"
	case payments.PurchaseDisputed, payments.PurchaseLost:
		return "Disputed"
	}
	return ""
}

// Used is an allowance in words.
func Used(a billing.Allowance) string { return fmt.Sprintf("%d of %d used", a.Used, a.Limit) }

// Waiting is the page after a payment that is on its way. Again is where to look.
type Waiting struct {
	IsSlow bool
	Again  string
}
