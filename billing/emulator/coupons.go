package emulator

import "strings"

type coupon struct {
	ID               string            `json:"id"`
	Object           string            `json:"object"`
	AmountOff        *int64            `json:"amount_off"`
	Created          int64             `json:"created"`
	Currency         *string           `json:"currency"`
	Duration         string            `json:"duration"`
	DurationInMonths *int64            `json:"duration_in_months"`
	Livemode         bool              `json:"livemode"`
	MaxRedemptions   *int64            `json:"max_redemptions"`
	Metadata         map[string]string `json:"metadata"`
	Name             *string           `json:"name"`
	PercentOff       *float64          `json:"percent_off"`
	RedeemBy         *int64            `json:"redeem_by"`
	TimesRedeemed    int64             `json:"times_redeemed"`
	Valid            bool              `json:"valid"`
}

var couponOperations = map[string]operation{
	"POST /v1/coupons":        {"id amount_off percent_off currency duration duration_in_months max_redemptions metadata name redeem_by", "", createCoupon},
	"GET /v1/coupons":         {paging, "", listCoupons},
	"GET /v1/coupons/{id}":    {"", "", retrieveCoupon},
	"POST /v1/coupons/{id}":   {"metadata name", "", updateCoupon},
	"DELETE /v1/coupons/{id}": {"", "", deleteCoupon},
}

func createCoupon(e *Emulator, p params) (any, error) {
	made := &coupon{
		ID: p.Get("id"), Object: "coupon", Created: e.now().Unix(), Duration: p.choice("duration", "once", "forever", "repeating"),
		Metadata: p.keyed("metadata"), PercentOff: p.percent("percent_off"), Valid: true,
	}
	if made.ID == "" {
		made.ID = strings.ToUpper(newID("")[:8])
	}
	p.word("name", &made.Name)
	for name, into := range map[string]**int64{"amount_off": &made.AmountOff, "redeem_by": &made.RedeemBy, "max_redemptions": &made.MaxRedemptions, "duration_in_months": &made.DurationInMonths} {
		p.moment(name, into)
	}
	switch {
	case (made.PercentOff == nil) == (made.AmountOff == nil):
		return nil, badState("", "You must pass either percent_off or amount_off.")
	case made.AmountOff != nil && len(p.Get("currency")) != 3:
		return nil, missingParam("currency")
	case (made.Duration == "repeating") != (made.DurationInMonths != nil):
		return nil, badParam("duration_in_months", "", "duration_in_months goes with the duration repeating, and it needs it.")
	case e.state.coupons.get(made.ID) != nil:
		return nil, badParam("id", "resource_already_exists", "Coupon already exists.")
	}
	if made.AmountOff != nil {
		made.Currency = pointer(strings.ToLower(p.Get("currency")))
	}
	return e.state.coupons.put(made.ID, made), e.announce("coupon.created", made)
}

func retrieveCoupon(e *Emulator, p params) (any, error) {
	if one := e.state.coupons.look(p.id); one != nil {
		return one, nil
	}
	return nil, noSuch("coupon", p.id, "")
}

func updateCoupon(e *Emulator, p params) (any, error) {
	one := e.state.coupons.get(p.id)
	if one == nil {
		return nil, noSuch("coupon", p.id, "")
	}
	p.word("name", &one.Name)
	one.Metadata = p.merged(one.Metadata)
	return one, e.announceChange("coupon.updated", one)
}

func listCoupons(e *Emulator, p params) (any, error) {
	return page(e.state.coupons, "/v1/coupons", p, func(one *coupon) bool { return p.made(one.Created) })
}

// deleteCoupon keeps what embeds it: it is only no longer valid.
func deleteCoupon(e *Emulator, p params) (any, error) {
	one := e.state.coupons.get(p.id)
	if one == nil {
		return nil, noSuch("coupon", p.id, "")
	}
	one.Valid = false
	return gone{one.ID, "coupon", true}, e.announce("coupon.deleted", one)
}

// canRedeem says why a coupon cannot be used; nil if it can.
func (e *Emulator) canRedeem(one *coupon) error {
	switch {
	case one == nil || !one.Valid:
		return badState("coupon_expired", "This coupon is not valid any more.")
	case one.RedeemBy != nil && e.now().Unix() >= *one.RedeemBy:
		return badState("coupon_expired", "This coupon has expired.")
	case one.MaxRedemptions != nil && one.TimesRedeemed >= *one.MaxRedemptions:
		return badState("coupon_expired", "This coupon has been used too often.")
	}
	return nil
}
