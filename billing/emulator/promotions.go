package emulator

import "strings"

type (
	promotionCode struct {
		ID             string            `json:"id"`
		Object         string            `json:"object"`
		Active         bool              `json:"active"`
		Code           string            `json:"code"`
		Coupon         string            `json:"coupon"`
		Created        int64             `json:"created"`
		Customer       *string           `json:"customer"`
		ExpiresAt      *int64            `json:"expires_at"`
		Livemode       bool              `json:"livemode"`
		MaxRedemptions *int64            `json:"max_redemptions"`
		Metadata       map[string]string `json:"metadata"`
		Restrictions   restrictions      `json:"restrictions"`
		TimesRedeemed  int64             `json:"times_redeemed"`
	}

	restrictions struct {
		FirstTimeTransaction  bool    `json:"first_time_transaction"`
		MinimumAmount         *int64  `json:"minimum_amount"`
		MinimumAmountCurrency *string `json:"minimum_amount_currency"`
	}
)

var promotionOperations = map[string]operation{
	"POST /v1/promotion_codes":      {"coupon code active customer expires_at max_redemptions metadata restrictions", "coupon", createPromotionCode},
	"GET /v1/promotion_codes":       {"active code coupon customer" + paging, "", listPromotionCodes},
	"GET /v1/promotion_codes/{id}":  {"", "", retrievePromotionCode},
	"POST /v1/promotion_codes/{id}": {"active metadata restrictions", "", updatePromotionCode},
}

func createPromotionCode(e *Emulator, p params) (any, error) {
	made := &promotionCode{
		ID: newID("promo_"), Object: "promotion_code", Active: p.flag("active", true), Code: p.Get("code"), Coupon: p.Get("coupon"),
		Created: e.now().Unix(), Metadata: p.keyed("metadata"),
	}
	if made.Code == "" {
		made.Code = strings.ToUpper(newID("")[:8])
	}
	p.word("customer", &made.Customer)
	p.moment("expires_at", &made.ExpiresAt)
	p.moment("max_redemptions", &made.MaxRedemptions)
	limits := p.sub("restrictions")
	made.Restrictions.FirstTimeTransaction = limits.flag("first_time_transaction", false)
	limits.moment("minimum_amount", &made.Restrictions.MinimumAmount)
	limits.word("minimum_amount_currency", &made.Restrictions.MinimumAmountCurrency)
	switch {
	case e.state.coupons.get(made.Coupon) == nil:
		return nil, noSuch("coupon", made.Coupon, "coupon")
	case e.promotion(made.Code) != nil:
		return nil, badParam("code", "", "An active promotion code with `code: "+made.Code+"` already exists.")
	}
	return e.state.promotionCodes.put(made.ID, made), e.announce("promotion_code.created", made)
}

// promotion is the active promotion code that a customer types.
func (e *Emulator) promotion(code string) *promotionCode {
	for id, one := range e.state.promotionCodes.newest() {
		if one.Active && strings.EqualFold(one.Code, strings.TrimSpace(code)) {
			return e.state.promotionCodes.get(id)
		}
	}
	return nil
}

func retrievePromotionCode(e *Emulator, p params) (any, error) {
	if one := e.state.promotionCodes.look(p.id); one != nil {
		return one, nil
	}
	return nil, noSuch("promotion_code", p.id, "")
}

func updatePromotionCode(e *Emulator, p params) (any, error) {
	one := e.state.promotionCodes.get(p.id)
	if one == nil {
		return nil, noSuch("promotion_code", p.id, "")
	}
	one.Active, one.Metadata = p.flag("active", one.Active), p.merged(one.Metadata)
	return one, e.announceChange("promotion_code.updated", one)
}

func listPromotionCodes(e *Emulator, p params) (any, error) {
	return page(e.state.promotionCodes, "/v1/promotion_codes", p, func(one *promotionCode) bool {
		return p.is("active", yes(one.Active)) && (p.Get("code") == "" || strings.EqualFold(one.Code, p.Get("code"))) &&
			p.is("coupon", one.Coupon) && p.is("customer", value(one.Customer)) && p.made(one.Created)
	})
}

// canPromote says why a customer cannot use a code for an amount; nil if it
// can be used.
func (e *Emulator) canPromote(one *promotionCode, owner string, amount int64) error {
	switch {
	case one == nil || !one.Active || one.Customer != nil && *one.Customer != owner:
		return badState("", "This promotion code is not valid.")
	case one.ExpiresAt != nil && e.now().Unix() >= *one.ExpiresAt:
		return badState("", "This promotion code has expired.")
	case one.MaxRedemptions != nil && one.TimesRedeemed >= *one.MaxRedemptions:
		return badState("", "This promotion code has been used too often.")
	case one.Restrictions.MinimumAmount != nil && amount < *one.Restrictions.MinimumAmount:
		return badState("", "This promotion code is for larger purchases.")
	case one.Restrictions.FirstTimeTransaction && e.hasPaid(owner):
		return badState("", "This promotion code is for the first purchase only.")
	}
	return e.canRedeem(e.state.coupons.look(one.Coupon))
}

func (e *Emulator) hasPaid(owner string) bool {
	for _, one := range e.state.charges.newest() {
		if value(one.Customer) == owner && one.Paid {
			return true
		}
	}
	return false
}
