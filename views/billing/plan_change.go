package billing

import (
	"slices"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/money"
)

// PlanChange is the page where a plan is changed; with a Preview, what it costs.
type PlanChange struct {
	Now     payments.Subscription
	NowName string
	Offers  []Offer
	Preview *billing.Preview
	Name    string // of what the preview is of
	Problem string
}

// plans are the offers of each plan, so that each plan is named once.
func (c PlanChange) plans() [][]Offer {
	var all [][]Offer
	for _, o := range c.Offers {
		i := slices.IndexFunc(all, func(plan []Offer) bool { return plan[0].ID == o.ID })
		if i < 0 {
			all = append(all, []Offer{o})
		} else {
			all[i] = append(all[i], o)
		}
	}
	return all
}

// then is what is paid from the change on.
func (c PlanChange) then() string {
	tax := c.Preview.TaxBehavior
	words := money.WithTax(money.Short(c.Preview.Then, c.Preview.Currency)+" a "+c.Preview.Selection.Interval, tax)
	if c.Preview.Next < c.Preview.Then {
		next := money.WithTax(money.Short(c.Preview.Next, c.Preview.Currency), tax)
		words += ", and the next time " + next + " with your discount"
	}
	return words
}

// taxLabel names the line of the tax, which is in the lines above it or comes on top.
func (c PlanChange) taxLabel() string {
	if c.Preview.TaxBehavior == money.TaxInclusive {
		return "VAT included"
	}
	return "Tax"
}

// dueWords is what a change made now costs, or gives back.
func (c PlanChange) dueWords() string {
	if c.Preview.Due < 0 {
		return "You pay nothing today, and keep " + money.Short(
			-c.Preview.Due,
			c.Preview.Currency,
		) + " as credit for later bills. Then it is " + c.then() + "."
	}
	return "You pay " + money.Short(c.Preview.Due, c.Preview.Currency) + " today. Then it is " + c.then() + "."
}
