package emulator

import (
	"fmt"
	"slices"
)

// readPhases reads the phases of a schedule, which replace those that it has. The
// one that it is in keeps its beginning and, here, its items.
func (e *Emulator) readPhases(one *schedule, s *subscription, all []params) ([]phase, error) {
	var found []phase
	start := one.CurrentPhase.StartDate
	if len(all) == 0 || all[0].Get("start_date") != count(start) {
		return nil, badParam("phases[0][start_date]", "", "You can not modify the start date of the current phase.")
	}
	for i, p := range all {
		next, err := e.readPhase(s, p, start, i == len(all)-1)
		if err != nil {
			return nil, err
		}
		found, start = append(found, next), next.EndDate
	}
	if !slices.EqualFunc(found[0].Items, phaseItems(s.Items.Data), func(a, b phaseItem) bool { return a.Price == b.Price && a.Quantity == b.Quantity }) {
		return nil, badParam("phases[0][items]", "", "The emulator does not change the current phase of a schedule.")
	}
	return found, e.checkEnd(s, found[0].EndDate)
}

func (e *Emulator) readPhase(s *subscription, p params, start int64, isLast bool) (phase, error) {
	items, err := e.readPhaseItems(s, p)
	if err != nil {
		return phase{}, err
	}
	made := phase{
		AddInvoiceItems: []string{}, Currency: s.Currency, DefaultTaxRates: []string{}, Discounts: []phaseDiscount{}, Items: items, Metadata: p.merged(nil),
		ProrationBehavior: p.choice("proration_behavior", "create_prorations", "none", "always_invoice"), StartDate: start,
	}
	if p.number("start_date", start) != start {
		return made, badParam(p.full("start_date"), "", "The start date of a phase is the end date of the one before it.")
	}
	if err := e.readPhasePayment(s, p, &made); err != nil {
		return made, err
	}
	if made.Discounts, err = e.readPhaseDiscounts(p); err != nil {
		return made, err
	}
	made.EndDate, err = e.phaseEnd(items, p, start, isLast)
	return made, err
}

// readPhasePayment is how a phase is paid, where it says so.
func (e *Emulator) readPhasePayment(s *subscription, p params, into *phase) error {
	p.choice("collection_method", "charge_automatically")
	if tax := p.sub("automatic_tax"); tax.Has("enabled") {
		into.AutomaticTax = &subscriptionTax{Enabled: tax.flag("enabled", false)}
	}
	m := p.Get("default_payment_method")
	if m == "" {
		return nil
	}
	if !e.owns(s.Customer, m) {
		return noSuch("PaymentMethod", m, p.full("default_payment_method"))
	}
	into.DefaultPaymentMethod = &m
	return nil
}

// phaseEnd: only the last phase need not say how long it lasts.
func (e *Emulator) phaseEnd(items []phaseItem, p params, start int64, isLast bool) (int64, error) {
	if p.Has("end_date") {
		end := p.number("end_date", 0)
		if end <= start || end <= e.now().Unix() || p.Has("iterations") {
			return 0, badParam(p.full("end_date"), "", "The end date must be after the start date and in the future, and goes without iterations.")
		}
		return end, nil
	}
	if !p.Has("iterations") && !isLast {
		return 0, missingParam(p.full("end_date"))
	}
	end := start
	for range p.count("iterations", 1) {
		end = cycleEnd(start, e.state.prices.look(items[0].Price).Recurring, end)
	}
	return end, nil
}

func (e *Emulator) readPhaseItems(s *subscription, p params) ([]phaseItem, error) {
	var found []phaseItem
	for _, one := range p.items("items") {
		sold, err := e.soldAgain(s, one)
		if err != nil {
			return nil, err
		}
		if sold.Currency != s.Currency {
			return nil, badParam(one.full("price"), "", "The price's currency is not the subscription's.")
		}
		sold.afford(one.number("quantity", 1), one)
		found = append(found, phaseItem{[]phaseDiscount{}, map[string]string{}, sold.ID, one.number("quantity", 1), []string{}})
	}
	if len(found) == 0 {
		return nil, missingParam(p.full("items"))
	}
	return found, nil
}

// soldAgain lets those keep an archived price who have it.
func (e *Emulator) soldAgain(s *subscription, p params) (*price, error) {
	if s.sells(p.Get("price")) && p.Get("price") != "" {
		return e.state.prices.look(p.Get("price")), nil
	}
	return e.sold(p)
}

func (e *Emulator) readPhaseDiscounts(p params) ([]phaseDiscount, error) {
	found := []phaseDiscount{}
	for _, one := range p.items("discounts") {
		id := one.Get("discount")
		if id == "" {
			return nil, badParam(one.full("discount"), "", "The emulator takes only discounts that there are in a phase.")
		}
		if e.state.discounts.look(id) == nil {
			return nil, noSuch("discount", id, one.full("discount"))
		}
		found = append(found, phaseDiscount{Discount: &id})
	}
	return found, nil
}

// held are the discounts of a phase.
func (p *phase) held() []string {
	ids := []string{}
	for _, one := range p.Discounts {
		ids = append(ids, *one.Discount)
	}
	return ids
}

// checkEnd: the emulator changes phases only where a period ends.
func (e *Emulator) checkEnd(s *subscription, end int64) error {
	at := s.CurrentPeriodEnd
	for at < end {
		at = cycleEnd(s.BillingCycleAnchor, e.interval(s.Items.Data), at)
	}
	if at != end {
		return badParam("phases[0][end_date]", "", fmt.Sprintf("The emulator changes phases only where a period ends, as at %d.", at))
	}
	return nil
}
