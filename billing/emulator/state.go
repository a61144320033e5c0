package emulator

import (
	"fmt"
	"strings"
)

// state is all that the emulator knows.
type state struct {
	customers      *table[customer]
	taxIDs         *table[taxID]
	products       *table[product]
	prices         *table[price]
	coupons        *table[coupon]
	promotionCodes *table[promotionCode]
	discounts      *table[discount]
	sessions       *table[session]
	subscriptions  *table[subscription]
	schedules      *table[schedule]
	invoices       *table[invoice]
	paymentIntents *table[paymentIntent]
	setupIntents   *table[setupIntent]
	charges        *table[charge]
	paymentMethods *table[paymentMethod]
	refunds        *table[refund]
	disputes       *table[dispute]
	portalSessions *table[portalSession]
	portals        *table[portalConfiguration]
	events         *table[event]
	endpoints      *table[endpoint]
	deliveries     *table[delivery]
	answers        *table[answer]
	settings       *table[settings]
}

func newState() *state {
	return &state{
		customers: newTable[customer]("customer"), taxIDs: newTable[taxID]("tax_id"),
		products: newTable[product]("product"), prices: newTable[price]("price"),
		coupons: newTable[coupon]("coupon"), promotionCodes: newTable[promotionCode]("promotion_code"),
		discounts: newTable[discount]("discount"), sessions: newTable[session]("checkout.session"),
		subscriptions: newTable[subscription]("subscription"), schedules: newTable[schedule]("subscription_schedule"),
		invoices:       newTable[invoice]("invoice"),
		paymentIntents: newTable[paymentIntent]("payment_intent"), setupIntents: newTable[setupIntent]("setup_intent"),
		charges: newTable[charge]("charge"), paymentMethods: newTable[paymentMethod]("payment_method"),
		refunds: newTable[refund]("refund"), disputes: newTable[dispute]("dispute"),
		portalSessions: newTable[portalSession]("billing_portal.session"),
		portals:        newTable[portalConfiguration]("billing_portal.configuration"),
		events:         newTable[event]("event"), endpoints: newTable[endpoint]("webhook_endpoint"),
		deliveries: newTable[delivery]("delivery"), answers: newTable[answer]("answer"), settings: newTable[settings]("settings"),
	}
}

func (s *state) tables() []keeper {
	return []keeper{
		s.customers, s.taxIDs, s.products, s.prices, s.coupons, s.promotionCodes, s.discounts, s.sessions, s.subscriptions, s.schedules,
		s.invoices, s.paymentIntents, s.setupIntents, s.charges, s.paymentMethods, s.refunds, s.disputes, s.portalSessions,
		s.portals, s.events, s.endpoints, s.deliveries, s.answers, s.settings,
	}
}

// object finds whatever has the id.
func (s *state) object(id string) (any, bool) { return s.home(id).any(id) }

// saved is an object as it was when the request began.
func (s *state) saved(id string) []byte { return s.home(id).before(id) }

// home is the table of an id, by the longest prefix that fits.
func (s *state) home(id string) keeper {
	best, found := "", keeper(s.coupons)
	for prefix, kept := range map[string]keeper{
		"cus_": s.customers, "txi_": s.taxIDs, "prod_": s.products, "price_": s.prices, "promo_": s.promotionCodes,
		"di_": s.discounts, "cs_": s.sessions, "sub_": s.subscriptions, "sub_sched_": s.schedules, "in_": s.invoices, "pi_": s.paymentIntents,
		"seti_": s.setupIntents, "ch_": s.charges, "pm_": s.paymentMethods, "re_": s.refunds, "dp_": s.disputes,
		"bps_": s.portalSessions, "bpc_": s.portals,
	} {
		if strings.HasPrefix(id, prefix) && len(prefix) > len(best) {
			best, found = prefix, kept
		}
	}
	return found
}

func (s *state) load(d *database) error {
	tables := map[string]keeper{}
	for _, one := range s.tables() {
		tables[one.name()] = one
	}
	return d.read(func(kind, id string, text []byte) error {
		kept := tables[kind]
		if kept == nil {
			return fmt.Errorf("it has a %q, which is unknown", kind)
		}
		return kept.load(id, text)
	})
}
