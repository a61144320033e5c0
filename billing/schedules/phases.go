package schedules

import (
	"slices"

	"github.com/stripe/stripe-go/v79"
)

// The metadata of a schedule that a change of ours waits in.
const (
	laterMark  = "prokken_later"
	laterAsked = "asked"
)

// currentPhase is the phase that a schedule is in; nil if it is in none.
func currentPhase(of *stripe.SubscriptionSchedule) *stripe.SubscriptionSchedulePhase {
	i := slices.IndexFunc(of.Phases, func(phase *stripe.SubscriptionSchedulePhase) bool {
		return of.CurrentPhase != nil && phase.StartDate == of.CurrentPhase.StartDate
	})
	if i < 0 {
		return nil
	}
	return of.Phases[i]
}

// repeatPhase is a phase as it has to be repeated to be kept. A phase decides how its
// subscription is paid, too, and forgets what it does not name: that is taken from the
// subscription, where a card that was changed since stands.
func repeatPhase(
	phase *stripe.SubscriptionSchedulePhase, from *stripe.Subscription,
) *stripe.SubscriptionSchedulePhaseParams {
	again := &stripe.SubscriptionSchedulePhaseParams{
		StartDate: &phase.StartDate, EndDate: &phase.EndDate, ProrationBehavior: stripe.String("none"),
		CollectionMethod: stripe.String(string(from.CollectionMethod)),
	}
	if from.DefaultPaymentMethod != nil {
		again.DefaultPaymentMethod = &from.DefaultPaymentMethod.ID
	}
	if from.AutomaticTax != nil {
		again.AutomaticTax = &stripe.SubscriptionSchedulePhaseAutomaticTaxParams{Enabled: &from.AutomaticTax.Enabled}
	}
	if from.DaysUntilDue > 0 {
		again.InvoiceSettings = &stripe.SubscriptionSchedulePhaseInvoiceSettingsParams{DaysUntilDue: &from.DaysUntilDue}
	}
	for _, rate := range from.DefaultTaxRates {
		again.DefaultTaxRates = append(again.DefaultTaxRates, &rate.ID)
	}
	for _, item := range phase.Items {
		again.Items = append(
			again.Items,
			&stripe.SubscriptionSchedulePhaseItemParams{Price: &item.Price.ID, Quantity: &item.Quantity},
		)
	}
	for _, held := range phase.Discounts {
		again.Discounts = append(again.Discounts, repeatDiscount(held))
	}
	return again
}

// repeatDiscount names a discount: a phase that names none loses those that it had.
func repeatDiscount(held *stripe.SubscriptionSchedulePhaseDiscount) *stripe.SubscriptionSchedulePhaseDiscountParams {
	switch {
	case held.Discount != nil:
		return &stripe.SubscriptionSchedulePhaseDiscountParams{Discount: &held.Discount.ID}
	case held.PromotionCode != nil:
		return &stripe.SubscriptionSchedulePhaseDiscountParams{PromotionCode: &held.PromotionCode.ID}
	case held.Coupon != nil:
		return &stripe.SubscriptionSchedulePhaseDiscountParams{Coupon: &held.Coupon.ID}
	}
	return &stripe.SubscriptionSchedulePhaseDiscountParams{}
}
