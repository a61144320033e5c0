package catalog

import (
	"slices"

	"github.com/prokken/prokken/config"
)

// Plans returns what can be bought as a subscription, in the order of the
// configuration.
func (s *Catalog) Plans() []config.Plan { return slices.Clone(s.plans) }

// Plan finds a plan that can be bought.
func (s *Catalog) Plan(id string) (config.Plan, bool) {
	i := slices.IndexFunc(s.plans, func(p config.Plan) bool { return p.ID == id })
	if i < 0 {
		return config.Plan{}, false
	}
	return s.plans[i], true
}

// Products returns what can be bought once, in the order of the configuration.
func (s *Catalog) Products() []config.Product { return slices.Clone(s.products) }

func (s *Catalog) productByID(id string) (config.Product, bool) {
	i := slices.IndexFunc(s.products, func(p config.Product) bool { return p.ID == id })
	if i < 0 {
		return config.Product{}, false
	}
	return s.products[i], true
}

// Name returns what people know a plan or product by; its id where it is not sold any
// more.
func (s *Catalog) Name(itemID string) string { return s.Names().Of(itemID) }

// LimitsOf returns what one of a plan or product allows; nothing where it is not sold
// any more.
func (s *Catalog) LimitsOf(itemID string) config.Limits {
	if plan, found := s.Plan(itemID); found {
		return plan.Limits
	}
	product, _ := s.productByID(itemID)
	return product.Limits
}

// IsSold reports whether a plan or product can be bought.
func (s *Catalog) IsSold(itemID string) bool {
	_, isPlan := s.Plan(itemID)
	_, isProduct := s.productByID(itemID)
	return isPlan || isProduct
}
