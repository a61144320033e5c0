package catalog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/validation"
)

// Item is what Stripe calls a product: a plan, or something that is bought once.
type Item struct {
	ID, name, description string
	prices                []config.Price
	most, TrialDays       int64
}

// Selection is what somebody wants to buy. Interval is empty for what is bought once;
// without a Currency, too, it is the first price there is.
type Selection struct {
	ID       string
	Currency string
	Interval string
	Quantity int64
}

// Items returns all that is sold: the plans, then the products.
func (s *Catalog) Items() []Item {
	var all []Item
	for _, p := range s.plans {
		all = append(all, Item{p.ID, p.Name, p.Description, p.Prices, p.Most(), p.TrialDays})
	}
	for _, p := range s.products {
		all = append(all, Item{p.ID, p.Name, p.Description, p.Prices, p.Most(), 0})
	}
	return all
}

// Find returns the item and price of a selection; validation.Errors if there is none.
func (s *Catalog) Find(chosen Selection) (Item, config.Price, error) {
	for _, sold := range s.Items() {
		i := slices.IndexFunc(sold.prices, func(p config.Price) bool {
			return chosen.Currency == "" || p.Currency == chosen.Currency && p.Interval == chosen.Interval
		})
		if sold.ID != chosen.ID || i < 0 {
			continue
		}
		if chosen.Quantity < 1 || chosen.Quantity > sold.most {
			return Item{}, config.Price{}, validation.Errors{
				"quantity": fmt.Sprintf("Please choose how many: from 1 to %d.", sold.most),
			}
		}
		return sold, sold.prices[i], nil
	}
	return Item{}, config.Price{}, validation.Errors{
		"plan": "This is no longer for sale. Please choose one of these.",
	}
}

// ItemOf returns the id of the plan or product that a price belongs to; for a price
// that is not ours, its own id.
func ItemOf(price *stripe.Price) string { return cmp.Or(price.Metadata[ItemKey], price.ID) }

// IsOurs reports whether an item is or was a plan or product of ours.
func IsOurs(itemID string) bool { return !strings.HasPrefix(itemID, "price_") }
