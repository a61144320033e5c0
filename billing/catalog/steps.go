package catalog

import (
	"context"
	"slices"
	"strings"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/money"
)

// Step is one change at Stripe. What tells a person what it does.
type Step struct {
	What string
	do   func(context.Context) error
}

// Do makes the change.
func (s Step) Do(ctx context.Context) error { return s.do(ctx) }

// CatalogSteps returns what has to be done at Stripe until it sells what the
// configuration says, in that order; none if it does. Nothing is ever deleted: what
// left the configuration is archived, and those who subscribed to it keep it.
func (s *Catalog) CatalogSteps(ctx context.Context) ([]Step, error) {
	var steps []Step
	for _, w := range s.Items() {
		more, err := s.stepsFor(ctx, w)
		if err != nil {
			return nil, err
		}
		steps = append(steps, more...)
	}
	more, err := s.archiveRemoved(ctx)
	return append(steps, more...), err
}

func (s *Catalog) stepsFor(ctx context.Context, w Item) ([]Step, error) {
	steps, err := s.productSteps(ctx, w)
	if err != nil {
		return nil, err
	}
	prices, err := s.activePrices(ctx, w.productID())
	if err != nil {
		return nil, err
	}
	var kept []string
	for _, p := range w.prices {
		if i := slices.IndexFunc(prices, func(found *stripe.Price) bool { return found.LookupKey == w.lookupKey(p) && w.fits(found, p) }); i >= 0 {
			kept = append(kept, prices[i].ID)
			continue
		}
		steps = append(steps, s.newPrice(w, p))
	}
	for _, found := range prices {
		if !slices.Contains(kept, found.ID) {
			steps = append(steps, s.archivePrice(found))
		}
	}
	return steps, nil
}

func (s *Catalog) productSteps(ctx context.Context, w Item) ([]Step, error) {
	found, err := s.product(ctx, w)
	switch {
	case err != nil:
		return nil, err
	case found == nil:
		return []Step{
			{
				"create the product " + w.productID() + " (" + w.name + ")",
				func(ctx context.Context) error { return s.createProduct(ctx, w) },
			},
		}, nil
	case found.Name == w.name && found.Description == w.description && found.Active:
		return nil, nil
	}
	return []Step{{"update the product " + w.productID() + " (" + w.name + ")", func(ctx context.Context) error {
		params := w.productParams(ctx)
		params.Active, params.Description = stripe.Bool(true), &w.description // an empty one removes it
		_, err := s.stripe.Products.Update(w.productID(), params)
		return stripeapi.Classify(err)
	}}}, nil
}

func (s *Catalog) newPrice(w Item, p config.Price) Step {
	words := "create the price " + w.lookupKey(p) + ": " + money.WithTax(money.Short(p.Amount, p.Currency), p.TaxBehavior)
	return Step{words, func(ctx context.Context) error {
		_, err := s.createPrice(ctx, w, p)
		return err
	}}
}

func (s *Catalog) archivePrice(found *stripe.Price) Step {
	words := "archive the price " + found.ID + ": " + money.Short(found.UnitAmount, string(found.Currency))
	return Step{words, func(ctx context.Context) error {
		params := &stripe.PriceParams{Active: stripe.Bool(false)}
		params.Context = ctx
		_, err := s.stripe.Prices.Update(found.ID, params)
		return stripeapi.Classify(err)
	}}
}

// archiveRemoved archive what is ours and is not in the configuration any more.
func (s *Catalog) archiveRemoved(ctx context.Context) ([]Step, error) {
	params := &stripe.ProductListParams{Active: stripe.Bool(true)}
	params.Context = ctx
	params.Limit = stripe.Int64(100)
	var steps []Step
	for list := s.stripe.Products.List(params); ; {
		if !list.Next() {
			return steps, stripeapi.Classify(list.Err())
		}
		product := list.Product()
		if !strings.HasPrefix(product.ID, stripeapi.Prefix) || s.sells(product.ID) {
			continue
		}
		prices, err := s.activePrices(ctx, product.ID)
		if err != nil {
			return nil, err
		}
		for _, price := range prices {
			steps = append(steps, s.archivePrice(price))
		}
		steps = append(steps, s.archiveProduct(product))
	}
}

func (s *Catalog) sells(productID string) bool {
	return slices.ContainsFunc(s.Items(), func(w Item) bool { return w.productID() == productID })
}

func (s *Catalog) archiveProduct(product *stripe.Product) Step {
	return Step{"archive the product " + product.ID + " (" + product.Name + ")", func(ctx context.Context) error {
		params := &stripe.ProductParams{Active: stripe.Bool(false)}
		params.Context = ctx
		_, err := s.stripe.Products.Update(product.ID, params)
		return stripeapi.Classify(err)
	}}
}

func (s *Catalog) activePrices(ctx context.Context, product string) ([]*stripe.Price, error) {
	params := &stripe.PriceListParams{Product: &product, Active: stripe.Bool(true)}
	params.Context = ctx
	params.Limit = stripe.Int64(100)
	var all []*stripe.Price
	list := s.stripe.Prices.List(params)
	for list.Next() {
		all = append(all, list.Price())
	}
	return all, stripeapi.Classify(list.Err())
}
