package letter

import (
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/money"
)

// Money is an amount in the smallest units of a currency.
type Money struct {
	Amount   int64  `json:"amount"`
	Currency string `json:"currency"`
}

// String returns the amount as people read it.
func (m Money) String() string { return money.Short(m.Amount, m.Currency) }

// Receipt tells that something was paid.
type Receipt struct {
	What   string `json:"what"`
	Number string `json:"number"` // of the invoice
	Paid   Money  `json:"paid"`
	URL    string `json:"url,omitzero"` // of the invoice's page at Stripe
}

// Kind names the mail in the database.
func (Receipt) Kind() Kind { return "receipt" }

// PaymentFailed tells that a renewal could not be paid.
type PaymentFailed struct {
	What          string    `json:"what"`
	Due           Money     `json:"due"`
	URL           string    `json:"url,omitzero"`             // where it can be paid
	NextAttemptAt time.Time `json:"next_attempt_at,omitzero"` // zero if nothing is tried again
}

// Kind names the mail in the database.
func (PaymentFailed) Kind() Kind { return "payment_failed" }

// PaymentUnderWay tells that a bank has been asked for a payment, which takes days.
type PaymentUnderWay struct {
	What string `json:"what"`
	Due  Money  `json:"due"`
}

// Kind names the mail in the database.
func (PaymentUnderWay) Kind() Kind { return "payment_under_way" }

// PaymentToConfirm tells that a bank wants its customer to confirm a payment.
type PaymentToConfirm struct {
	What string `json:"what"`
	Due  Money  `json:"due"`
	URL  string `json:"url"` // where it is confirmed
}

// Kind names the mail in the database.
func (PaymentToConfirm) Kind() Kind { return "payment_to_confirm" }

// Refunded tells how much of a charge was given back so far.
type Refunded struct {
	Refunded Money `json:"refunded"`
	Charged  Money `json:"charged"`
}

// Kind names the mail in the database.
func (Refunded) Kind() Kind { return "refunded" }

// PlanCancelled tells when a plan ends that is not renewed, and what of it is still
// collected.
type PlanCancelled struct {
	Plan   string    `json:"plan"`
	EndsAt time.Time `json:"ends_at"`
	Owed   Money     `json:"owed,omitzero"`
}

// Kind names the mail in the database.
func (PlanCancelled) Kind() Kind { return "plan_cancelled" }

// PlanEnded tells that a plan has ended.
type PlanEnded struct {
	Plan string `json:"plan"`
}

// Kind names the mail in the database.
func (PlanEnded) Kind() Kind { return "plan_ended" }

// Renewal is embedded by a mail about what a plan will cost from a moment on.
type Renewal struct {
	Plan  string    `json:"plan"`
	At    time.Time `json:"at"`
	Price Money     `json:"price"`
	// Next is the next payment, where discounts make it another; without a currency it is Price.
	Next     Money  `json:"next,omitzero"`
	Interval string `json:"interval"`        // "month" or "year"
	Credit   Money  `json:"credit,omitzero"` // that the next bills take first
	// TaxBehavior is Stripe's word for what the tax does to the price; empty where none is taken.
	TaxBehavior string `json:"tax_behavior,omitzero"`
}

// TrialBegun tells that a trial has begun, when it ends, and what the plan costs then.
type TrialBegun struct {
	Renewal
}

// Kind names the mail in the database.
func (TrialBegun) Kind() Kind { return "trial_begun" }

// TrialRefused tells that a plan was ended that began with a second trial.
type TrialRefused struct {
	Plan string `json:"plan"`
}

// Kind names the mail in the database.
func (TrialRefused) Kind() Kind { return "trial_refused" }

// TrialEnding tells that a trial ends, and what the plan costs then.
type TrialEnding struct {
	Renewal
}

// Kind names the mail in the database.
func (TrialEnding) Kind() Kind { return "trial_ending" }

// RenewalAhead tells that a plan will be paid again.
type RenewalAhead struct {
	Renewal
}

// Kind names the mail in the database.
func (RenewalAhead) Kind() Kind { return "renewal_ahead" }

// CardExpiring tells that a card expires before the next payment.
type CardExpiring struct {
	Plan  string `json:"plan"`
	Last4 string `json:"last4"`
}

// Kind names the mail in the database.
func (CardExpiring) Kind() Kind { return "card_expiring" }

// BillingAlert tells an admin of something to look at.
type BillingAlert struct {
	Alert    string    `json:"alert"` // its kind
	Note     string    `json:"note"`
	Customer uuid.UUID `json:"customer"`
}

// Kind names the mail in the database.
func (BillingAlert) Kind() Kind { return "billing_alert" }
