package billing

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/config"
)

// lookupPrefix and a plan's id make the lookup key of its price at Stripe.
const lookupPrefix = "prokken_"

// price is the plan's price at Stripe, made where it is missing or differs
// from the configuration. Those who subscribed to an older price keep it.
func (s *Service) price(ctx context.Context, plan config.Plan) (*stripe.Price, error) {
	found, err := s.findPrice(ctx, plan)
	switch {
	case err != nil:
		return nil, err
	case found == nil:
		return s.createProduct(ctx, plan)
	case !fits(found, plan):
		return s.createPrice(ctx, plan, found.Product.ID)
	}
	return found, nil
}

func fits(price *stripe.Price, plan config.Plan) bool {
	return price.UnitAmount == plan.Amount &&
		string(price.Currency) == plan.Currency &&
		price.Recurring != nil &&
		string(price.Recurring.Interval) == plan.Interval &&
		price.Recurring.IntervalCount == 1
}

func (s *Service) findPrice(ctx context.Context, plan config.Plan) (*stripe.Price, error) {
	params := &stripe.PriceListParams{
		LookupKeys: stripe.StringSlice([]string{lookupPrefix + plan.ID}),
		Active:     stripe.Bool(true),
	}
	params.Context = ctx
	list := s.stripe.Prices.List(params)
	if list.Next() {
		return list.Price(), nil
	}
	return nil, explain(list.Err())
}

func (s *Service) createProduct(ctx context.Context, plan config.Plan) (*stripe.Price, error) {
	params := &stripe.ProductParams{Name: &plan.Name}
	if plan.Description != "" { // Stripe refuses an empty one
		params.Description = &plan.Description
	}
	params.Context = ctx
	params.AddMetadata("plan", plan.ID)
	params.SetIdempotencyKey(idempotencyKey("product", plan.ID, plan.Name, plan.Description))
	product, err := s.stripe.Products.New(params)
	if err != nil {
		return nil, explain(err)
	}
	return s.createPrice(ctx, plan, product.ID)
}

// createPrice names the plan in the metadata too: an older price loses its
// lookup key to the newer one.
func (s *Service) createPrice(ctx context.Context, plan config.Plan, product string) (*stripe.Price, error) {
	params := &stripe.PriceParams{
		Product:           &product,
		UnitAmount:        &plan.Amount,
		Currency:          &plan.Currency,
		Recurring:         &stripe.PriceRecurringParams{Interval: &plan.Interval},
		LookupKey:         stripe.String(lookupPrefix + plan.ID),
		TransferLookupKey: stripe.Bool(true),
	}
	params.Context = ctx
	params.AddMetadata("plan", plan.ID)
	params.SetIdempotencyKey(idempotencyKey("price", plan.ID, product,
		strconv.FormatInt(plan.Amount, 10), plan.Currency, plan.Interval))
	price, err := s.stripe.Prices.New(params)
	return price, explain(err)
}

// idempotencyKey is the same for the same words, so that requests that race
// make one thing.
func idempotencyKey(words ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(words, "\x00")))
	return lookupPrefix + words[0] + "_" + hex.EncodeToString(sum[:16])
}
