package billing_test

import (
	"context"
	"slices"
	"testing"

	"github.com/prokken/prokken/billing"
)

// TestCatalog: what is shown first is what is done, and nothing is left.
func TestCatalog(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		if words := l.syncCatalog(); len(words) != 4+7 ||
			!slices.Contains(words, "create the price prokken_starter_month_usd: $9") {
			t.Errorf("at first: %q", words)
		}
		if words := l.syncCatalog(); len(words) != 0 {
			t.Errorf("again: %q", words)
		}
		l.settings.Plans = slices.Clone(plans[:2])
		l.settings.Plans[0].Prices = both(1000)
		l.settings.Plans[1].Description = "For many websites."
		l.service = billing.New(l.db, l.settings)
		words := l.syncCatalog()
		if len(words) != 2+2+1+3 || !slices.Contains(words, "archive the product prokken_tried (Tried)") {
			t.Errorf("after a change: %q", words)
		}
		if words := l.syncCatalog(); len(words) != 0 {
			t.Errorf("again: %q", words)
		}
		l.settings.Plans = plans // 900 within a day of 900
		l.service = billing.New(l.db, l.settings)
		l.syncCatalog()
		if words := l.syncCatalog(); len(words) != 0 {
			t.Errorf("and back: %q", words)
		}
		l.buyDeaf("starter")
		if sub := l.waitFor("active"); sub.Amount != 900 {
			t.Errorf("bought for %d", sub.Amount)
		}
	})
}

func (l life) syncCatalog() []string {
	l.t.Helper()
	ctx := context.Background()
	steps, err := l.service.CatalogSteps(ctx)
	if err != nil {
		l.t.Fatal(err)
	}
	var words []string
	for _, step := range steps {
		if err := step.Do(ctx); err != nil {
			l.t.Fatalf("%s: %v", step.What, err)
		}
		words = append(words, step.What)
	}
	return words
}
