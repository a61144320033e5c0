package config

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Plan is something to subscribe to; what it gives, Limits, is for each one that
// is bought.
type Plan struct {
	ID          string   `yaml:"id"`
	Name        string   `yaml:"name"`
	Description string   `yaml:"description"`
	TrialDays   int64    `yaml:"trial_days"`
	MaxQuantity int64    `yaml:"max_quantity"` // how many can be bought at once; 0 and 1: just one
	Prices      []Price  `yaml:"prices"`
	Limits      Limits   `yaml:"limits"`
	Features    []string `yaml:"features"`
}

// Product is something to buy once. What it gives lasts for so many days; for
// ever if that is 0.
type Product struct {
	ID          string  `yaml:"id"`
	Name        string  `yaml:"name"`
	Description string  `yaml:"description"`
	MaxQuantity int64   `yaml:"max_quantity"`
	Prices      []Price `yaml:"prices"`
	Limits      Limits  `yaml:"limits"`
	Days        int64   `yaml:"days"`
}

// Price is what one costs, in the currency's smallest unit. Interval is month or
// year; a product has none. TaxBehavior is exclusive, which is what an empty one
// means, or inclusive; it counts where taxes are taken.
type Price struct {
	Currency    string `yaml:"currency"`
	Interval    string `yaml:"interval"`
	Amount      int64  `yaml:"amount"`
	TaxBehavior string `yaml:"tax_behavior"`
}

// Limits are how much of what somebody may use.
type Limits struct {
	Sites          int64 `yaml:"sites" json:"sites,omitempty"`                       // at a time
	AuditsPerMonth int64 `yaml:"audits_per_month" json:"audits_per_month,omitempty"` // in a calendar month, UTC
}

// Plus is both together.
func (l Limits) Plus(other Limits) Limits {
	return Limits{l.Sites + other.Sites, l.AuditsPerMonth + other.AuditsPerMonth}
}

// Times is so many of it.
func (l Limits) Times(n int64) Limits { return Limits{l.Sites * n, l.AuditsPerMonth * n} }

// Most is how many can be bought at once.
func (p Plan) Most() int64 { return max(p.MaxQuantity, 1) }

// Most is how many can be bought at once.
func (p Product) Most() int64 { return max(p.MaxQuantity, 1) }

// maxQuantity keeps amounts far away from where they would overflow.
const maxQuantity, maxAmount, maxLimit = 10_000, 100_000_000, 1_000_000_000

var planID = regexp.MustCompile(`^[a-z][a-z0-9-]{0,30}$`)

// checkPlans: one kind of id for both, because a purchase names either.
func (c Config) checkPlans() error {
	seen := map[string]bool{}
	for i, plan := range c.Plans {
		if err := errors.Join(plan.check(), once(seen, plan.ID)); err != nil {
			return wrong(fmt.Sprintf("plans[%d]", i), "%s", err)
		}
	}
	for i, product := range c.Products {
		if err := errors.Join(product.check(), once(seen, product.ID)); err != nil {
			return wrong(fmt.Sprintf("products[%d]", i), "%s", err)
		}
	}
	return nil
}

func once(seen map[string]bool, id string) error {
	if seen[id] {
		return fmt.Errorf("the id %q stands twice", id)
	}
	seen[id] = true
	return nil
}

func (p Plan) check() error {
	if p.TrialDays < 0 || p.TrialDays > 730 {
		return errors.New("trial_days: between 0 and 730")
	}
	return checkSold(p.ID, p.Name, p.MaxQuantity, p.Limits, p.Prices, []string{"month", "year"})
}

func (p Product) check() error {
	if p.Days < 0 || p.Days > 36_500 {
		return errors.New("days: between 0 and 36500; 0 lasts for ever")
	}
	return checkSold(p.ID, p.Name, p.MaxQuantity, p.Limits, p.Prices, []string{""})
}

// checkSold is what plans and products have in common.
func checkSold(id, name string, most int64, limits Limits, prices []Price, intervals []string) error {
	switch {
	case !planID.MatchString(id):
		return fmt.Errorf("the id %q is not like starter or studio-2", id)
	case strings.TrimSpace(name) == "":
		return errors.New("give it a name")
	case most < 0 || most > maxQuantity:
		return fmt.Errorf("max_quantity: between 1 and %d", maxQuantity)
	case min(limits.Sites, limits.AuditsPerMonth) < 0 || max(limits.Sites, limits.AuditsPerMonth) > maxLimit:
		return fmt.Errorf("limits: between 0 and %d", maxLimit)
	case len(prices) == 0:
		return errors.New("prices: give it at least one")
	}
	return checkPrices(prices, intervals)
}

var currencyCode = regexp.MustCompile(`^[a-z]{3}$`)

func checkPrices(prices []Price, intervals []string) error {
	seen := map[string]bool{}
	for i, p := range prices {
		var err error
		switch {
		case p.Amount <= 0 || p.Amount > maxAmount:
			err = fmt.Errorf("amount: between 1 and %d, in the smallest unit (900 is $9.00)", maxAmount)
		case !currencyCode.MatchString(p.Currency):
			err = fmt.Errorf("currency: %q is not like usd", p.Currency)
		case !slices.Contains(intervals, p.Interval):
			err = fmt.Errorf("interval: %q is not %s", p.Interval, intervalWords(intervals))
		case !slices.Contains([]string{"", "exclusive", "inclusive"}, p.TaxBehavior):
			err = fmt.Errorf("tax_behavior: %q is not exclusive or inclusive", p.TaxBehavior)
		default:
			err = once(seen, p.Currency+" "+p.Interval)
		}
		if err != nil {
			return fmt.Errorf("prices[%d]: %w", i, err)
		}
	}
	return nil
}

func intervalWords(intervals []string) string {
	if len(intervals) == 1 {
		return "empty, as for all that is bought once"
	}
	return strings.Join(intervals, " or ")
}
