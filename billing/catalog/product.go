package catalog

import (
	"context"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/stripeapi"
)

func (item Item) productID() string { return stripeapi.Prefix + item.ID }

// ensureProduct makes the product unless it is there. Its id is ours, so that
// there is never a second one.
func (s *Catalog) ensureProduct(ctx context.Context, item Item) error {
	found, err := s.product(ctx, item)
	switch {
	case err != nil:
		return err
	case found == nil:
		return s.createProduct(ctx, item)
	case found.Active:
		return nil
	}
	params := &stripe.ProductParams{Active: stripe.Bool(true)} // it left the configuration once
	params.Context = ctx
	_, err = s.stripe.Products.Update(item.productID(), params)
	return stripeapi.Classify(err)
}

// product is nil if Stripe has none.
func (s *Catalog) product(ctx context.Context, item Item) (*stripe.Product, error) {
	params := &stripe.ProductParams{}
	params.Context = ctx
	found, err := s.stripe.Products.Get(item.productID(), params)
	if err = stripeapi.Classify(err); stripeapi.IsMissing(err, "") {
		return nil, nil
	}
	return found, err
}

func (s *Catalog) createProduct(ctx context.Context, item Item) error {
	params := item.productParams(ctx)
	params.ID = stripe.String(item.productID())
	_, err := s.stripe.Products.New(params)
	if err = stripeapi.Classify(err); stripeapi.HasCode(err, stripe.ErrorCodeResourceAlreadyExists) { // someone was faster
		return nil
	}
	return err
}

func (item Item) productParams(ctx context.Context) *stripe.ProductParams {
	params := &stripe.ProductParams{Name: &item.name}
	if item.description != "" { // Stripe refuses an empty one
		params.Description = &item.description
	}
	params.Context = ctx
	params.AddMetadata(ItemKey, item.ID)
	return params
}
