package params

import (
	"slices"
	"strings"
)

// nested are the names that may stand inside a parameter; what is not named
// here may hold any.
var nested = map[string]string{
	"address":              "city country line1 line2 postal_code state",
	"adjustable_quantity":  "enabled maximum minimum",
	"automatic_tax":        "enabled liability",
	"cancellation_details": "comment feedback",
	"consent_collection":   "payment_method_reuse_agreement promotions terms_of_service",
	"customer_update":      "address name shipping",
	"discounts":            "coupon discount promotion_code",
	"invoice_creation":     "enabled invoice_data",
	"invoice_settings":     "custom_fields default_payment_method footer rendering_options",
	"items":                "deleted id metadata price price_data quantity",
	"line_items":           "adjustable_quantity price price_data quantity",
	"pause_collection":     "behavior resumes_at",
	"phases": "automatic_tax billing_cycle_anchor collection_method coupon default_payment_method description " +
		"discounts end_date items iterations metadata proration_behavior start_date trial trial_end",
	"payment_intent_data":  "description metadata receipt_email setup_future_usage",
	"recurring":            "interval interval_count trial_period_days usage_type",
	"restrictions":         "first_time_transaction minimum_amount minimum_amount_currency",
	"setup_intent_data":    "description metadata",
	"subscription_data":    "description metadata trial_end trial_period_days trial_settings",
	"subscription_details": "cancel_at_period_end items proration_behavior proration_date",
	"tax_id_collection":    "enabled required",
	"trial_settings":       "end_behavior",
}

// strange reports whether a parameter has a part that nobody knows:
// subscription_data[colour] and line_items[0][colour].
func strange(name string) bool {
	parts := strings.Split(strings.ReplaceAll(name, "]", ""), "[")
	for at, part := range parts[:len(parts)-1] {
		known, isKnown := nested[part]
		if !isKnown || slices.Contains(parts[:at], "metadata") {
			continue
		}
		inner := parts[at+1]
		if _, isIndex := IsNumber(inner); (isIndex || inner == "") && at+2 < len(parts) {
			inner = parts[at+2]
		}
		if _, isIndex := IsNumber(inner); !isIndex && inner != "" && !slices.Contains(strings.Fields(known), inner) {
			return true
		}
	}
	return false
}
