package billing

import (
	"context"

	"github.com/stripe/stripe-go/v79"
)

func (w ware) productID() string { return prefix + w.id }

// ensureProduct makes the product unless it is there. Its id is ours, so that
// there is never a second one.
func (s *Service) ensureProduct(ctx context.Context, w ware) error {
	found, err := s.product(ctx, w)
	switch {
	case err != nil:
		return err
	case found == nil:
		return s.createProduct(ctx, w)
	case found.Active:
		return nil
	}
	params := &stripe.ProductParams{Active: stripe.Bool(true)} // it left the configuration once
	params.Context = ctx
	_, err = s.stripe.Products.Update(w.productID(), params)
	return explain(err)
}

// product is nil if Stripe has none.
func (s *Service) product(ctx context.Context, w ware) (*stripe.Product, error) {
	params := &stripe.ProductParams{}
	params.Context = ctx
	found, err := s.stripe.Products.Get(w.productID(), params)
	if err = explain(err); isMissing(err, "") {
		return nil, nil
	}
	return found, err
}

func (s *Service) createProduct(ctx context.Context, w ware) error {
	params := w.productParams(ctx)
	params.ID = stripe.String(w.productID())
	_, err := s.stripe.Products.New(params)
	if err = explain(err); hasCode(err, stripe.ErrorCodeResourceAlreadyExists) { // someone was faster
		return nil
	}
	return err
}

func (w ware) productParams(ctx context.Context) *stripe.ProductParams {
	params := &stripe.ProductParams{Name: &w.name}
	if w.description != "" { // Stripe refuses an empty one
		params.Description = &w.description
	}
	params.Context = ctx
	params.AddMetadata(wareKey, w.id)
	return params
}
