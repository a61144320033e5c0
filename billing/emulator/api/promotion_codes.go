package api

import (
	"strings"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

var promotionOperations = map[string]operation{
	"POST /v1/promotion_codes": {
		"coupon code active customer expires_at max_redemptions metadata restrictions", "coupon",
		createPromotionCode,
	},
	"GET /v1/promotion_codes":       {"active code coupon customer" + paging, "", listPromotionCodes},
	"GET /v1/promotion_codes/{id}":  {"", "", retrievePromotionCode},
	"POST /v1/promotion_codes/{id}": {"active metadata restrictions", "", updatePromotionCode},
}

func createPromotionCode(tx *store.Tx, p params.Params) (any, error) {
	made := &objects.PromotionCode{
		ID: objects.NewID("promo_"), Object: "promotion_code", Active: p.Flag("active", true),
		Code: p.Get("code"), Coupon: p.Get("coupon"),
		Created: tx.Now().Unix(), Metadata: p.Keyed("metadata"),
	}
	if made.Code == "" {
		made.Code = strings.ToUpper(objects.NewID("")[:8])
	}
	p.Word("customer", &made.Customer)
	p.Moment("expires_at", &made.ExpiresAt)
	p.Moment("max_redemptions", &made.MaxRedemptions)
	limits := p.Sub("restrictions")
	made.Restrictions.FirstTimeTransaction = limits.Flag("first_time_transaction", false)
	limits.Moment("minimum_amount", &made.Restrictions.MinimumAmount)
	limits.Word("minimum_amount_currency", &made.Restrictions.MinimumAmountCurrency)
	switch {
	case tx.Coupons.Get(made.Coupon) == nil:
		return nil, apierror.NotFound("coupon", made.Coupon, "coupon")
	case rules.PromotionCode(tx, made.Code) != nil:
		return nil, apierror.BadParam("code", "", "An active promotion code with `code: "+made.Code+"` already exists.")
	}
	return tx.PromotionCodes.Put(made.ID, made), events.Announce(tx, "promotion_code.created", made)
}

func retrievePromotionCode(tx *store.Tx, p params.Params) (any, error) {
	if one := tx.PromotionCodes.Look(p.ID); one != nil {
		return one, nil
	}
	return nil, apierror.NotFound("promotion_code", p.ID, "")
}

func updatePromotionCode(tx *store.Tx, p params.Params) (any, error) {
	one := tx.PromotionCodes.Get(p.ID)
	if one == nil {
		return nil, apierror.NotFound("promotion_code", p.ID, "")
	}
	one.Active, one.Metadata = p.Flag("active", one.Active), p.Merged(one.Metadata)
	return one, events.AnnounceChange(tx, "promotion_code.updated", one)
}

func listPromotionCodes(tx *store.Tx, p params.Params) (any, error) {
	return page(tx.PromotionCodes.Newest(), "/v1/promotion_codes", p, func(one *objects.PromotionCode) bool {
		return p.Is("active", params.Bool(one.Active)) && (p.Get("code") == "" ||
			strings.EqualFold(one.Code, p.Get("code"))) &&
			p.Is("coupon", one.Coupon) && p.Is("customer", objects.Value(one.Customer)) && p.Made(one.Created)
	})
}
