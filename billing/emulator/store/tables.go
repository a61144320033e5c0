package store

import (
	"fmt"
	"strings"
	"time"

	"github.com/prokken/prokken/billing/emulator/objects"
)

// settingsKind is the table of the settings, and the id of the only ones.
const settingsKind = "settings"

// tables is all that the emulator knows.
type tables struct {
	Customers      *Table[objects.Customer]
	TaxIDs         *Table[objects.TaxID]
	Products       *Table[objects.Product]
	Prices         *Table[objects.Price]
	Coupons        *Table[objects.Coupon]
	PromotionCodes *Table[objects.PromotionCode]
	Discounts      *Table[objects.Discount]
	Sessions       *Table[objects.Session]
	Subscriptions  *Table[objects.Subscription]
	Schedules      *Table[objects.Schedule]
	Invoices       *Table[objects.Invoice]
	PaymentIntents *Table[objects.PaymentIntent]
	SetupIntents   *Table[objects.SetupIntent]
	Charges        *Table[objects.Charge]
	PaymentMethods *Table[objects.PaymentMethod]
	Refunds        *Table[objects.Refund]
	Disputes       *Table[objects.Dispute]
	PortalSessions *Table[objects.PortalSession]
	Portals        *Table[objects.PortalConfiguration]
	Events         *Table[objects.Event]
	Endpoints      *Table[objects.WebhookEndpoint]
	Deliveries     *Table[objects.Delivery]
	Answers        *Table[objects.Answer]
	settings       *Table[objects.Settings]
}

func newTables() *tables {
	return &tables{
		Customers: newTable[objects.Customer]("customer"), TaxIDs: newTable[objects.TaxID]("tax_id"),
		Products: newTable[objects.Product]("product"), Prices: newTable[objects.Price]("price"),
		Coupons: newTable[objects.Coupon]("coupon"), PromotionCodes: newTable[objects.PromotionCode]("promotion_code"),
		Discounts: newTable[objects.Discount]("discount"), Sessions: newTable[objects.Session]("checkout.session"),
		Subscriptions:  newTable[objects.Subscription]("subscription"),
		Schedules:      newTable[objects.Schedule]("subscription_schedule"),
		Invoices:       newTable[objects.Invoice]("invoice"),
		PaymentIntents: newTable[objects.PaymentIntent]("payment_intent"),
		SetupIntents:   newTable[objects.SetupIntent]("setup_intent"),
		Charges:        newTable[objects.Charge]("charge"), PaymentMethods: newTable[objects.PaymentMethod]("payment_method"),
		Refunds: newTable[objects.Refund]("refund"), Disputes: newTable[objects.Dispute]("dispute"),
		PortalSessions: newTable[objects.PortalSession]("billing_portal.session"),
		Portals:        newTable[objects.PortalConfiguration]("billing_portal.configuration"),
		Events:         newTable[objects.Event]("event"), Endpoints: newTable[objects.WebhookEndpoint]("webhook_endpoint"),
		Deliveries: newTable[objects.Delivery]("delivery"),
		Answers:    newTable[objects.Answer]("answer"), settings: newTable[objects.Settings](settingsKind),
	}
}

func (s *tables) all() []anyTable {
	return []anyTable{
		s.Customers, s.TaxIDs, s.Products, s.Prices, s.Coupons, s.PromotionCodes, s.Discounts,
		s.Sessions, s.Subscriptions, s.Schedules,
		s.Invoices, s.PaymentIntents, s.SetupIntents, s.Charges, s.PaymentMethods, s.Refunds, s.Disputes, s.PortalSessions,
		s.Portals, s.Events, s.Endpoints, s.Deliveries, s.Answers, s.settings,
	}
}

// Object finds whatever has the id.
func (s *tables) Object(id string) (any, bool) { return s.home(id).any(id) }

// Saved is an object as it was when the request began.
func (s *tables) Saved(id string) []byte { return s.home(id).before(id) }

// home is the table of an id, by the longest prefix that fits.
func (s *tables) home(id string) anyTable {
	best, found := "", anyTable(s.Coupons)
	for prefix, kept := range map[string]anyTable{
		"cus_": s.Customers, "txi_": s.TaxIDs, "prod_": s.Products, "price_": s.Prices, "promo_": s.PromotionCodes,
		"di_": s.Discounts, "cs_": s.Sessions, "sub_": s.Subscriptions, "sub_sched_": s.Schedules,
		"in_": s.Invoices, "pi_": s.PaymentIntents,
		"seti_": s.SetupIntents, "ch_": s.Charges, "pm_": s.PaymentMethods, "re_": s.Refunds, "dp_": s.Disputes,
		"bps_": s.PortalSessions, "bpc_": s.Portals,
	} {
		if strings.HasPrefix(id, prefix) && len(prefix) > len(best) {
			best, found = prefix, kept
		}
	}
	return found
}

func (s *tables) load(d *database) error {
	known := map[string]anyTable{}
	for _, one := range s.all() {
		known[one.name()] = one
	}
	return d.read(func(kind, id string, text []byte) error {
		kept := known[kind]
		if kept == nil {
			return fmt.Errorf("it has a %q, which is unknown", kind)
		}
		return kept.load(id, text)
	})
}

func (s *tables) switches() objects.Switches {
	if set := s.settings.Look(settingsKind); set != nil {
		return set.Switches
	}
	return objects.Switches{}
}

func (s *tables) clockOffset() time.Duration {
	if set := s.settings.Look(settingsKind); set != nil {
		return set.ClockOffset
	}
	return 0
}

func (s *tables) changeSettings() *objects.Settings {
	if set := s.settings.Get(settingsKind); set != nil {
		return set
	}
	return s.settings.Put(settingsKind, &objects.Settings{})
}
