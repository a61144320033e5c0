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

// ItemKey names the ware in the metadata of its prices: an older price loses its
// lookup key to the newer one.
const ItemKey = "prokken"

func (w Item) lookupKey(p config.Price) string {
	return strings.Join([]string{stripeapi.Prefix + w.Id, cmp.Or(p.Interval, "once"), p.Currency}, "_")
}

// Price is the price at Stripe, made where it is missing or differs from the
// configuration. Those who subscribed to an older price keep it.
func (s *Catalog) Price(ctx context.Context, w Item, p config.Price) (*stripe.Price, error) {
	found, err := s.findPrice(ctx, w.lookupKey(p))
	if err != nil || found != nil && w.fits(found, p) {
		return found, err
	}
	if err := s.ensureProduct(ctx, w); err != nil {
		return nil, err
	}
	return s.createPrice(ctx, w, p)
}

// fits: a price that somebody made by hand is not ours, whatever its key.
func (w Item) fits(found *stripe.Price, p config.Price) bool {
	if found.Product == nil || found.Product.ID != w.productID() || found.Metadata[ItemKey] != w.Id {
		return false
	}
	if found.UnitAmount != p.Amount || string(found.Currency) != p.Currency {
		return false
	}
	if p.Interval == "" {
		return found.Recurring == nil
	}
	return found.Recurring != nil && string(found.Recurring.Interval) == p.Interval && found.Recurring.IntervalCount == 1
}

func (s *Catalog) findPrice(ctx context.Context, key string) (*stripe.Price, error) {
	params := &stripe.PriceListParams{LookupKeys: stripe.StringSlice([]string{key}), Active: stripe.Bool(true)}
	params.Context = ctx
	list := s.stripe.Prices.List(params)
	if list.Next() {
		return list.Price(), nil
	}
	return nil, stripeapi.Classify(list.Err())
}

// createPrice: of those that race, all get the same. A price that there was
// before, and is archived by now, is made anew.
func (s *Catalog) createPrice(ctx context.Context, w Item, p config.Price) (*stripe.Price, error) {
	before, err := s.newestPrice(ctx, w)
	if err != nil {
		return nil, err
	}
	found, err := s.findPrice(ctx, w.lookupKey(p)) // after that: someone may have been faster
	if err != nil || found != nil && w.fits(found, p) {
		return found, err
	}
	params := &stripe.PriceParams{
		Product: stripe.String(w.productID()), UnitAmount: &p.Amount, Currency: &p.Currency,
		LookupKey: stripe.String(w.lookupKey(p)), TransferLookupKey: stripe.Bool(true),
	}
	if p.Interval != "" {
		params.Recurring = &stripe.PriceRecurringParams{Interval: &p.Interval}
	}
	params.Context = ctx
	params.AddMetadata(ItemKey, w.Id)
	params.SetIdempotencyKey(
		stripeapi.IdempotencyKey("price", w.lookupKey(p), strconv.FormatInt(p.Amount, 10), before, stripeapi.TenMinutes()),
	)
	made, err := s.stripe.Prices.New(params)
	return made, stripeapi.Classify(err)
}

// newestPrice is the id of the product's last price, active or not; "" if it has
// none.
func (s *Catalog) newestPrice(ctx context.Context, w Item) (string, error) {
	params := &stripe.PriceListParams{Product: stripe.String(w.productID())}
	params.Context = ctx
	params.Limit = stripe.Int64(1)
	list := s.stripe.Prices.List(params)
	if list.Next() {
		return list.Price().ID, nil
	}
	return "", stripeapi.Classify(list.Err())
}
