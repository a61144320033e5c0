package commands

import (
	"context"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models/payments"
)

// reconcileBilling compares every customer with Stripe.
type reconcileBilling struct{}

// Run tells every difference, and corrects it.
func (reconcileBilling) Run(ctx context.Context, i Invocation) error {
	in, err := i.openPolicies(ctx)
	if err != nil {
		return err
	}
	defer in.close()
	sales, err := openStripe(in.db, in.c)
	if err != nil {
		return err
	}
	total, err := payments.CountCustomers(ctx, in.db)
	if err != nil {
		return err
	}
	at, i := i.begin("Comparing customers with Stripe")
	defer at.end()
	found, looked := 0, 0
	err = sales.Reconcile(ctx, func(done int, differences []billing.Difference) {
		for _, d := range differences {
			i.say("%s: %s", d.Customer.StripeID, d.What)
		}
		found, looked = found+len(differences), done
		at.at(done, int(total))
	})
	i.say("%d of %d customers compared", looked, total)
	i.say("%d differences found and fixed", found)
	return err
}
