package emulator

import (
	"math"
	"slices"
)

type discount struct {
	ID               string  `json:"id"`
	Object           string  `json:"object"`
	CheckoutSession  *string `json:"checkout_session"`
	Coupon           string  `json:"coupon"`
	Customer         *string `json:"customer"`
	End              *int64  `json:"end"`
	Invoice          *string `json:"invoice"`
	InvoiceItem      *string `json:"invoice_item"`
	PromotionCode    *string `json:"promotion_code"`
	Start            int64   `json:"start"`
	Subscription     *string `json:"subscription"`
	SubscriptionItem *string `json:"subscription_item"`
}

// offer is a coupon, and the promotion code that it was come by.
type offer struct {
	Coupon    string  `json:"coupon"`
	Promotion *string `json:"promotion"`
}

// offers reads discounts[0][coupon|promotion_code], and the older coupon and
// promotion_code.
func (e *Emulator) offers(p params, owner string) ([]offer, error) {
	given := p.items("discounts")
	if p.Get("coupon") != "" || p.Get("promotion_code") != "" {
		given = append(given, p)
	}
	var found []offer
	for _, one := range given {
		made, err := e.offer(one, owner)
		if err != nil {
			return nil, err
		}
		found = append(found, made)
	}
	return found, nil
}

func (e *Emulator) offer(p params, owner string) (offer, error) {
	if id := p.Get("discount"); id != "" {
		if kept := e.state.discounts.look(id); kept != nil {
			return offer{kept.Coupon, kept.PromotionCode}, nil
		}
		return offer{}, noSuch("discount", id, p.full("discount"))
	}
	if id := p.Get("promotion_code"); id != "" {
		code := e.state.promotionCodes.look(id)
		if code == nil {
			return offer{}, noSuch("promotion_code", id, p.full("promotion_code"))
		}
		return offer{code.Coupon, &id}, e.canPromote(code, owner, math.MaxInt64)
	}
	id := p.Get("coupon")
	if e.state.coupons.look(id) == nil {
		return offer{}, noSuch("coupon", id, p.full("coupon"))
	}
	return offer{Coupon: id}, e.canRedeem(e.state.coupons.look(id))
}

// redeem makes the discounts of a subscription, or of one invoice.
func (e *Emulator) redeem(offers []offer, owner string, subscription, session *string) []string {
	made := []string{}
	for _, one := range offers {
		from := e.state.coupons.get(one.Coupon)
		from.TimesRedeemed++
		if one.Promotion != nil {
			e.state.promotionCodes.get(*one.Promotion).TimesRedeemed++
		}
		d := &discount{
			ID: newID("di_"), Object: "discount", Coupon: from.ID, Customer: &owner, PromotionCode: one.Promotion,
			Start: e.now().Unix(), Subscription: subscription, CheckoutSession: session,
		}
		if from.Duration == "repeating" {
			d.End = pointer(periodEnd(e.now(), &recurring{Interval: "month", IntervalCount: *from.DurationInMonths}).Unix())
		}
		e.state.discounts.put(d.ID, d)
		made = append(made, d.ID)
	}
	return made
}

// running are the discounts that still hold at a moment.
func (e *Emulator) running(ids []string, at int64) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		d := e.state.discounts.look(id)
		return d == nil || d.End != nil && at >= *d.End
	})
}

// spend ends the discounts that hold once.
func (e *Emulator) spend(ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		d := e.state.discounts.look(id)
		return d == nil || e.state.coupons.look(d.Coupon).Duration == "once"
	})
}
