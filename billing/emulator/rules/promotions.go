package rules

import (
	"strings"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
)

// CanRedeem says why a coupon cannot be used; nil if it can.
func CanRedeem(tx *store.Tx, one *objects.Coupon) error {
	switch {
	case one == nil || !one.Valid:
		return apierror.BadState("coupon_expired", "This coupon is not valid any more.")
	case one.RedeemBy != nil && tx.Now().Unix() >= *one.RedeemBy:
		return apierror.BadState("coupon_expired", "This coupon has expired.")
	case one.MaxRedemptions != nil && one.TimesRedeemed >= *one.MaxRedemptions:
		return apierror.BadState("coupon_expired", "This coupon has been used too often.")
	}
	return nil
}

// PromotionCode is the active promotion code that a customer types.
func PromotionCode(tx *store.Tx, code string) *objects.PromotionCode {
	for id, one := range tx.PromotionCodes.Newest() {
		if one.Active && strings.EqualFold(one.Code, strings.TrimSpace(code)) {
			return tx.PromotionCodes.Get(id)
		}
	}
	return nil
}

// CanPromote says why a customer cannot use a code for an amount; nil if it
// can be used.
func CanPromote(tx *store.Tx, one *objects.PromotionCode, owner string, amount int64) error {
	switch {
	case one == nil || !one.Active || one.Customer != nil && *one.Customer != owner:
		return apierror.BadState("", "This promotion code is not valid.")
	case one.ExpiresAt != nil && tx.Now().Unix() >= *one.ExpiresAt:
		return apierror.BadState("", "This promotion code has expired.")
	case one.MaxRedemptions != nil && one.TimesRedeemed >= *one.MaxRedemptions:
		return apierror.BadState("", "This promotion code has been used too often.")
	case one.Restrictions.MinimumAmount != nil && amount < *one.Restrictions.MinimumAmount:
		return apierror.BadState("", "This promotion code is for larger purchases.")
	case one.Restrictions.FirstTimeTransaction && hasPaid(tx, owner):
		return apierror.BadState("", "This promotion code is for the first purchase only.")
	}
	return CanRedeem(tx, tx.Coupons.Look(one.Coupon))
}

func hasPaid(tx *store.Tx, owner string) bool {
	for _, one := range tx.Charges.Newest() {
		if objects.Value(one.Customer) == owner && one.Paid {
			return true
		}
	}
	return false
}
