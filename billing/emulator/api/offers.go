package api

import (
	"math"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

// readOffers reads discounts[0][coupon|promotion_code], and the older coupon and
// promotion_code.
func readOffers(tx *store.Tx, p params.Params, owner string) ([]objects.Offer, error) {
	given := p.Items("discounts")
	if p.Get("coupon") != "" || p.Get("promotion_code") != "" {
		given = append(given, p)
	}
	var found []objects.Offer
	for _, one := range given {
		made, err := readOffer(tx, one, owner)
		if err != nil {
			return nil, err
		}
		found = append(found, made)
	}
	return found, nil
}

func readOffer(tx *store.Tx, p params.Params, owner string) (objects.Offer, error) {
	if id := p.Get("discount"); id != "" {
		if kept := tx.Discounts.Look(id); kept != nil {
			return objects.Offer{Coupon: kept.Coupon, Promotion: kept.PromotionCode}, nil
		}
		return objects.Offer{}, apierror.NotFound("discount", id, p.Full("discount"))
	}
	if id := p.Get("promotion_code"); id != "" {
		code := tx.PromotionCodes.Look(id)
		if code == nil {
			return objects.Offer{}, apierror.NotFound("promotion_code", id, p.Full("promotion_code"))
		}
		return objects.Offer{Coupon: code.Coupon, Promotion: &id}, rules.CanPromote(tx, code, owner, math.MaxInt64)
	}
	id := p.Get("coupon")
	if tx.Coupons.Look(id) == nil {
		return objects.Offer{}, apierror.NotFound("coupon", id, p.Full("coupon"))
	}
	return objects.Offer{Coupon: id}, rules.CanRedeem(tx, tx.Coupons.Look(id))
}
