package api

import (
	"strings"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/store"
)

var couponOperations = map[string]operation{
	"POST /v1/coupons": {
		"id amount_off percent_off currency duration duration_in_months max_redemptions metadata name redeem_by",
		"", createCoupon,
	},
	"GET /v1/coupons":         {paging, "", listCoupons},
	"GET /v1/coupons/{id}":    {"", "", retrieveCoupon},
	"POST /v1/coupons/{id}":   {"metadata name", "", updateCoupon},
	"DELETE /v1/coupons/{id}": {"", "", deleteCoupon},
}

func createCoupon(tx *store.Tx, p params.Params) (any, error) {
	made := &objects.Coupon{
		ID: p.Get("id"), Object: "coupon", Created: tx.Now().Unix(),
		Duration: p.Choice("duration", "once", "forever", "repeating"),
		Metadata: p.Keyed("metadata"), PercentOff: p.Percent("percent_off"), Valid: true,
	}
	if made.ID == "" {
		made.ID = strings.ToUpper(objects.NewID("")[:8])
	}
	p.Word("name", &made.Name)
	for name, into := range map[string]**int64{
		"amount_off": &made.AmountOff, "redeem_by": &made.RedeemBy,
		"max_redemptions": &made.MaxRedemptions, "duration_in_months": &made.DurationInMonths,
	} {
		p.Moment(name, into)
	}
	switch {
	case (made.PercentOff == nil) == (made.AmountOff == nil):
		return nil, apierror.BadState("", "You must pass either percent_off or amount_off.")
	case made.AmountOff != nil && len(p.Get("currency")) != 3:
		return nil, apierror.MissingParam("currency")
	case (made.Duration == "repeating") != (made.DurationInMonths != nil):
		return nil, apierror.BadParam(
			"duration_in_months", "",
			"duration_in_months goes with the duration repeating, and it needs it.",
		)
	case tx.Coupons.Get(made.ID) != nil:
		return nil, apierror.BadParam("id", "resource_already_exists", "Coupon already exists.")
	}
	if made.AmountOff != nil {
		made.Currency = new(strings.ToLower(p.Get("currency")))
	}
	return tx.Coupons.Put(made.ID, made), events.Announce(tx, "coupon.created", made)
}

func retrieveCoupon(tx *store.Tx, p params.Params) (any, error) {
	if one := tx.Coupons.Look(p.ID); one != nil {
		return one, nil
	}
	return nil, apierror.NotFound("coupon", p.ID, "")
}

func updateCoupon(tx *store.Tx, p params.Params) (any, error) {
	one := tx.Coupons.Get(p.ID)
	if one == nil {
		return nil, apierror.NotFound("coupon", p.ID, "")
	}
	p.Word("name", &one.Name)
	one.Metadata = p.Merged(one.Metadata)
	return one, events.AnnounceChange(tx, "coupon.updated", one)
}

func listCoupons(tx *store.Tx, p params.Params) (any, error) {
	return page(tx.Coupons.Newest(), "/v1/coupons", p, func(one *objects.Coupon) bool { return p.Made(one.Created) })
}

// deleteCoupon keeps what embeds it: it is only no longer valid.
func deleteCoupon(tx *store.Tx, p params.Params) (any, error) {
	one := tx.Coupons.Get(p.ID)
	if one == nil {
		return nil, apierror.NotFound("coupon", p.ID, "")
	}
	one.Valid = false
	return objects.Deleted{ID: one.ID, Object: "coupon", Deleted: true}, events.Announce(tx, "coupon.deleted", one)
}
