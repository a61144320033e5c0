package checkout

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/notices"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/validation"
)

// ErrNotSold says that Stripe refuses to sell what we offer. Whoever wants to buy it cannot
// mend that: an alert tells an admin what to do.
var ErrNotSold = errors.New("Stripe refuses to sell this") //nolint:staticcheck // it begins with a name

// refusal is one way in which Stripe refuses to sell: by its code, the parameter that it
// names, or words of its message.
type refusal struct {
	codes  []stripe.ErrorCode
	param  string
	words  string
	advice string
	says   validation.Errors // to whoever buys, where they can mend it
}

// refusals are what Stripe says of an account that is not set up, and of a buyer whom it
// cannot serve so.
var refusals = []refusal{
	{
		words: "combine currencies",
		says:  validation.Errors{"currency": "Your account pays in another currency. Please choose that one."},
	},
	{
		codes: []stripe.ErrorCode{stripe.ErrorCodeEmailInvalid},
		says: validation.Errors{
			"email": "Stripe does not accept your email address. Please change it on your account page.",
		},
	},
	{
		codes:  []stripe.ErrorCode{stripe.ErrorCodeTestmodeChargesOnly, stripe.ErrorCodeAccountInvalid},
		advice: "Please activate the account in Stripe's dashboard.",
	},
	{
		codes:  []stripe.ErrorCode{stripe.ErrorCodeStripeTaxInactive, stripe.ErrorCodeTaxesCalculationFailed},
		param:  "automatic_tax",
		words:  "automatic tax",
		advice: "Please finish setting up Stripe Tax in its dashboard, or set billing.tax to false.",
	},
	{
		param: "consent_collection", words: "terms of service",
		advice: "Please tell Stripe the address of your terms (Public details), or set billing.terms_consent to false.",
	},
	{
		param: "line_items", words: "product is not active",
		advice: "Please check the product and its prices in Stripe's dashboard, or run `prokken stripe sync`.",
	},
}

func (r refusal) fits(said *stripe.Error) bool {
	for _, code := range r.codes {
		if said.Code == code {
			return true
		}
	}
	return r.param != "" && strings.HasPrefix(said.Param, r.param) ||
		r.words != "" && strings.Contains(strings.ToLower(said.Msg), r.words)
}

// explain turns a refusal of Stripe's into what the buyer can mend, or into [ErrNotSold]
// and an alert that says what an admin can do.
func (s *Seller) explain(ctx context.Context, o purchase, err error) error {
	var said *stripe.Error
	if !errors.As(err, &said) || errors.Is(err, models.ErrConflict) {
		return err
	}
	advice := "Please check Stripe's dashboard."
	for _, r := range refusals {
		if !r.fits(said) {
			continue
		}
		if r.says != nil {
			return errors.Join(r.says, err)
		}
		advice = r.advice
		break
	}
	return errors.Join(ErrNotSold, err, s.alertRefused(ctx, o, said, advice))
}

// alertRefused tells of each reason once a day.
func (s *Seller) alertRefused(ctx context.Context, o purchase, said *stripe.Error, advice string) error {
	customer, err := payments.CustomerOf(ctx, s.db, o.user.ID)
	if errors.Is(err, models.ErrNotFound) {
		return nil // nobody whom an alert could name: the log has it
	}
	if err != nil {
		return err
	}
	note := fmt.Sprintf("Stripe refuses to sell %s: “%s” %s", s.catalog.Name(o.item.ID), said.Msg, advice)
	object := strings.Join([]string{o.item.ID, string(said.Code), said.Param, models.Now().Format("2006-01-02")}, "#")
	return s.notices.RaiseNow(ctx, customer, payments.Alert{Kind: notices.AlertRefused, ObjectID: object, Note: note})
}
