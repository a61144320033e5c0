package catalog

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/config"
)

// ItemKey names the item in the metadata of its prices: an older price loses its
// lookup key to the newer one.
const ItemKey = "prokken"

func (item Item) lookupKey(p config.Price) string {
	return strings.Join([]string{stripeapi.Prefix + item.ID, cmp.Or(p.Interval, "once"), p.Currency}, "_")
}

// Price returns the price at Stripe, made where it is missing or differs from the
// configuration. Those who subscribed to an older price keep it.
func (s *Catalog) Price(ctx context.Context, item Item, p config.Price) (*stripe.Price, error) {
	found, err := s.findPrice(ctx, item.lookupKey(p))
	isThere := found != nil && item.fits(found, p)
	if err != nil || isThere && found.Product.Active {
		return found, err
	}
	if err := s.ensureProduct(ctx, item); err != nil || isThere { // somebody archived it in the dashboard
		return found, err
	}
	return s.createPrice(ctx, item, p)
}

// fits: a price that somebody made by hand is not ours, whatever its key.
func (item Item) fits(found *stripe.Price, p config.Price) bool {
	if found.Product == nil || found.Product.ID != item.productID() || found.Metadata[ItemKey] != item.ID {
		return false
	}
	if found.UnitAmount != p.Amount || string(found.Currency) != p.Currency {
		return false
	}
	if p.TaxBehavior != "" && string(found.TaxBehavior) != p.TaxBehavior { // Stripe lets nobody change that
		return false
	}
	if p.Interval == "" {
		return found.Recurring == nil
	}
	return found.Recurring != nil && string(found.Recurring.Interval) == p.Interval &&
		found.Recurring.IntervalCount == 1
}

func (s *Catalog) findPrice(ctx context.Context, key string) (*stripe.Price, error) {
	params := &stripe.PriceListParams{LookupKeys: stripe.StringSlice([]string{key}), Active: stripe.Bool(true)}
	params.Context = ctx
	params.AddExpand("data.product")
	list := s.stripe.Prices.List(params)
	if list.Next() {
		return list.Price(), nil
	}
	return nil, stripeapi.Classify(list.Err())
}

// createPrice: of those that race, all get the same. A price that there was
// before, and is archived by now, is made again.
func (s *Catalog) createPrice(ctx context.Context, item Item, p config.Price) (*stripe.Price, error) {
	before, err := s.newestPrice(ctx, item)
	if err != nil {
		return nil, err
	}
	found, err := s.findPrice(ctx, item.lookupKey(p)) // after that: someone may have been faster
	if err != nil || found != nil && item.fits(found, p) {
		return found, err
	}
	params := &stripe.PriceParams{
		Product: stripe.String(item.productID()), UnitAmount: &p.Amount, Currency: &p.Currency,
		LookupKey: stripe.String(item.lookupKey(p)), TransferLookupKey: stripe.Bool(true),
	}
	if p.TaxBehavior != "" {
		params.TaxBehavior = &p.TaxBehavior
	}
	if p.Interval != "" {
		params.Recurring = &stripe.PriceRecurringParams{Interval: &p.Interval}
	}
	params.Context = ctx
	params.AddMetadata(ItemKey, item.ID)
	params.SetIdempotencyKey(
		stripeapi.IdempotencyKey(
			"price",
			item.lookupKey(p),
			strconv.FormatInt(p.Amount, 10),
			p.TaxBehavior,
			before,
			stripeapi.TenMinutes(),
		),
	)
	made, err := s.stripe.Prices.New(params)
	return made, stripeapi.Classify(err)
}

// newestPrice is the id of the product's last price, active or not; "" if it has
// none.
func (s *Catalog) newestPrice(ctx context.Context, item Item) (string, error) {
	params := &stripe.PriceListParams{Product: stripe.String(item.productID())}
	params.Context = ctx
	params.Limit = stripe.Int64(1)
	list := s.stripe.Prices.List(params)
	if list.Next() {
		return list.Price().ID, nil
	}
	return "", stripeapi.Classify(list.Err())
}
