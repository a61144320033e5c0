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
	Id, name, description string
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

// Find is the ware and price of a wish; validation.Errors if there is none.
func (s *Catalog) Find(w Selection) (Item, config.Price, error) {
	for _, sold := range s.Items() {
		i := slices.IndexFunc(sold.prices, func(p config.Price) bool {
			return w.Currency == "" || p.Currency == w.Currency && p.Interval == w.Interval
		})
		if sold.Id != w.ID || i < 0 {
			continue
		}
		if w.Quantity < 1 || w.Quantity > sold.most {
			return Item{}, config.Price{}, validation.Errors{
				"quantity": fmt.Sprintf("Please choose how many: from 1 to %d.", sold.most),
			}
		}
		return sold, sold.prices[i], nil
	}
	return Item{}, config.Price{}, validation.Errors{
		"plan": "This is not for sale any more. Please choose one of these.",
	}
}

// ItemOf is the plan or product that a price belongs to. One that is not ours
// stands for itself.
func ItemOf(price *stripe.Price) string { return cmp.Or(price.Metadata[ItemKey], price.ID) }

// IsOurs reports whether a ware is or was a plan or product of ours.
func IsOurs(wareID string) bool { return !strings.HasPrefix(wareID, "price_") }
