package billing

import (
	"fmt"
	"slices"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/validation"
)

// ware is what Stripe calls a product: a plan, or something that is bought once.
type ware struct {
	id, name, description string
	prices                []config.Price
	most, trialDays       int64
}

// Wish is what somebody wants to buy. Interval is empty for what is bought once;
// without a Currency, too, it is the first price there is.
type Wish struct {
	ID       string
	Currency string
	Interval string
	Quantity int64
}

func (s Settings) wares() []ware {
	var all []ware
	for _, p := range s.Plans {
		all = append(all, ware{p.ID, p.Name, p.Description, p.Prices, p.Most(), p.TrialDays})
	}
	for _, p := range s.Products {
		all = append(all, ware{p.ID, p.Name, p.Description, p.Prices, p.Most(), 0})
	}
	return all
}

// find is the ware and price of a wish; models.Invalid if there is none.
func (s Settings) find(w Wish) (ware, config.Price, error) {
	for _, sold := range s.wares() {
		i := slices.IndexFunc(sold.prices, func(p config.Price) bool {
			return w.Currency == "" || p.Currency == w.Currency && p.Interval == w.Interval
		})
		if sold.id != w.ID || i < 0 {
			continue
		}
		if w.Quantity < 1 || w.Quantity > sold.most {
			return ware{}, config.Price{}, validation.Errors{"quantity": fmt.Sprintf("Please choose how many: from 1 to %d.", sold.most)}
		}
		return sold, sold.prices[i], nil
	}
	return ware{}, config.Price{}, validation.Errors{"plan": "This is not for sale any more. Please choose one of these."}
}
