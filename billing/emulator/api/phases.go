package api

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

// unmanaged refuses what only the schedule of a subscription may change.
func unmanaged(tx *store.Tx, s *objects.Subscription, p params.Params) error {
	one := rules.Managing(tx, s)
	if one == nil {
		return nil
	}
	managed := "The subscription is managed by the subscription schedule `" + one.ID + "`, and updating any "
	for _, name := range []string{"cancel_at_period_end", "cancel_at"} {
		if p.Has(name) {
			return apierror.BadState(
				"", managed+"cancelation behavior directly is not allowed. Please update the schedule instead.",
			)
		}
	}
	for _, name := range []string{"trial_end", "billing_cycle_anchor"} {
		if p.Has(name) {
			return apierror.BadState("", managed+"billing cycle directly is not allowed. Please update the schedule instead.")
		}
	}
	return nil
}

// readPhases reads the phases of a schedule, which replace those that it has. The
// one that it is in keeps its beginning and, here, its items.
func readPhases(
	tx *store.Tx, one *objects.Schedule, s *objects.Subscription, all []params.Params,
) ([]objects.Phase, error) {
	var found []objects.Phase
	start := one.CurrentPhase.StartDate
	if len(all) == 0 || all[0].Get("start_date") != strconv.FormatInt(start, 10) {
		return nil, apierror.BadParam("phases[0][start_date]", "", "You can not modify the start date of the current phase.")
	}
	for i, p := range all {
		next, err := readPhase(tx, s, p, start, i == len(all)-1)
		if err != nil {
			return nil, err
		}
		found, start = append(found, next), next.EndDate
	}
	if !slices.EqualFunc(found[0].Items, rules.PhaseItems(s.Items.Data), func(a, b objects.PhaseItem) bool {
		return a.Price == b.Price && a.Quantity == b.Quantity
	}) {
		return nil, apierror.BadParam("phases[0][items]", "", "The emulator does not change the current phase of a schedule.")
	}
	return found, checkEnd(tx, s, found[0].EndDate)
}

func readPhase(
	tx *store.Tx, s *objects.Subscription, p params.Params, start int64, isLast bool,
) (objects.Phase, error) {
	items, err := readPhaseItems(tx, s, p)
	if err != nil {
		return objects.Phase{}, err
	}
	made := objects.Phase{
		AddInvoiceItems: []string{}, Currency: s.Currency, DefaultTaxRates: []string{},
		Discounts: []objects.PhaseDiscount{}, Items: items, Metadata: p.Merged(nil),
		ProrationBehavior: p.Choice("proration_behavior", "create_prorations", "none", "always_invoice"), StartDate: start,
	}
	if p.Number("start_date", start) != start {
		return made, apierror.BadParam(
			p.Full("start_date"), "", "The start date of a phase is the end date of the one before it.",
		)
	}
	if err := readPhasePayment(tx, s, p, &made); err != nil {
		return made, err
	}
	if made.Discounts, err = readPhaseDiscounts(tx, p); err != nil {
		return made, err
	}
	made.EndDate, err = phaseEnd(tx, items, p, start, isLast)
	return made, err
}

// readPhasePayment is how a phase is paid, where it says so.
func readPhasePayment(tx *store.Tx, s *objects.Subscription, p params.Params, into *objects.Phase) error {
	p.Choice("collection_method", "charge_automatically")
	if tax := p.Sub("automatic_tax"); tax.Has("enabled") {
		into.AutomaticTax = &objects.SubscriptionTax{Enabled: tax.Flag("enabled", false)}
	}
	m := p.Get("default_payment_method")
	if m == "" {
		return nil
	}
	if !rules.Owns(tx, s.Customer, m) {
		return apierror.NotFound("PaymentMethod", m, p.Full("default_payment_method"))
	}
	into.DefaultPaymentMethod = &m
	return nil
}

// phaseEnd: only the last phase need not say how long it lasts.
func phaseEnd(tx *store.Tx, items []objects.PhaseItem, p params.Params, start int64, isLast bool) (int64, error) {
	if p.Has("end_date") {
		end := p.Number("end_date", 0)
		if end <= start || end <= tx.Now().Unix() || p.Has("iterations") {
			return 0, apierror.BadParam(
				p.Full("end_date"), "",
				"The end date must be after the start date and in the future, and goes without iterations.",
			)
		}
		return end, nil
	}
	if !p.Has("iterations") && !isLast {
		return 0, apierror.MissingParam(p.Full("end_date"))
	}
	end := start
	for range p.Count("iterations", 1) {
		end = rules.CycleEnd(start, tx.Prices.Look(items[0].Price).Recurring, end)
	}
	return end, nil
}

func readPhaseItems(tx *store.Tx, s *objects.Subscription, p params.Params) ([]objects.PhaseItem, error) {
	var found []objects.PhaseItem
	for _, one := range p.Items("items") {
		sold, err := soldAgain(tx, s, one)
		if err != nil {
			return nil, err
		}
		if sold.Currency != s.Currency {
			return nil, apierror.BadParam(one.Full("price"), "", "The price's currency is not the subscription's.")
		}
		checkAmount(sold, one.Number("quantity", 1), one)
		found = append(found, objects.PhaseItem{
			Discounts: []objects.PhaseDiscount{}, Metadata: map[string]string{}, Price: sold.ID,
			Quantity: one.Number("quantity", 1), TaxRates: []string{},
		})
	}
	if len(found) == 0 {
		return nil, apierror.MissingParam(p.Full("items"))
	}
	return found, nil
}

// soldAgain lets those keep an archived price who have it.
func soldAgain(tx *store.Tx, s *objects.Subscription, p params.Params) (*objects.Price, error) {
	if s.Sells(p.Get("price")) && p.Get("price") != "" {
		return tx.Prices.Look(p.Get("price")), nil
	}
	return sold(tx, p)
}

func readPhaseDiscounts(tx *store.Tx, p params.Params) ([]objects.PhaseDiscount, error) {
	found := []objects.PhaseDiscount{}
	for _, one := range p.Items("discounts") {
		id := one.Get("discount")
		if id == "" {
			return nil, apierror.BadParam(
				one.Full("discount"), "", "The emulator takes only discounts that there are in a phase.",
			)
		}
		if tx.Discounts.Look(id) == nil {
			return nil, apierror.NotFound("discount", id, one.Full("discount"))
		}
		found = append(found, objects.PhaseDiscount{Discount: &id})
	}
	return found, nil
}

// checkEnd: the emulator changes phases only where a period ends.
func checkEnd(tx *store.Tx, s *objects.Subscription, end int64) error {
	at := s.CurrentPeriodEnd
	for at < end {
		at = rules.CycleEnd(s.BillingCycleAnchor, rules.Interval(tx, s.Items.Data), at)
	}
	if at != end {
		return apierror.BadParam(
			"phases[0][end_date]", "",
			fmt.Sprintf("The emulator changes phases only where a period ends, as at %d.", at),
		)
	}
	return nil
}
