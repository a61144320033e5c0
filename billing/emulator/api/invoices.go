package api

import (
	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

const previewTakes = "customer subscription subscription_details coupon discounts automatic_tax currency" +
	" subscription_items subscription_proration_date subscription_proration_behavior subscription_cancel_at_period_end"

var invoiceOperations = map[string]operation{
	"GET /v1/invoices": {
		"customer subscription status collection_method" + paging, "", listInvoices,
	},
	"GET /v1/invoices/{id}": {"", "", retrieveInvoice},
	"POST /v1/invoices/{id}": {
		"metadata description auto_advance default_payment_method", "", updateInvoice,
	},
	"GET /v1/invoices/{id}/lines":               {paging, "", listLines},
	"POST /v1/invoices/create_preview":          {previewTakes, "", PreviewInvoice},
	"GET /v1/invoices/upcoming":                 {previewTakes, "", PreviewInvoice},
	"POST /v1/invoices/{id}/pay":                {"payment_method off_session paid_out_of_band forgive", "", payInvoice},
	"POST /v1/invoices/{id}/void":               {"", "", voidInvoice},
	"POST /v1/invoices/{id}/mark_uncollectible": {"", "", writeOffInvoice},
	"POST /v1/invoices/{id}/finalize":           {"auto_advance", "", finalizeInvoice},
}

func retrieveInvoice(tx *store.Tx, p params.Params) (any, error) { return rules.Invoice(tx, p.ID) }

func listInvoices(tx *store.Tx, p params.Params) (any, error) {
	if owner := p.Get("customer"); owner != "" && tx.Customers.Look(owner) == nil {
		return nil, apierror.NotFound("customer", owner, "customer")
	}
	return page(tx.Invoices.Newest(), "/v1/invoices", p, func(i *objects.Invoice) bool {
		return p.Is("customer", i.Customer) && p.Is("subscription", objects.Value(i.Subscription)) &&
			p.Is("status", i.Status) &&
			p.Is("collection_method", i.CollectionMethod) && p.Made(i.Created)
	})
}

func listLines(tx *store.Tx, p params.Params) (any, error) {
	i, err := rules.Invoice(tx, p.ID)
	if err != nil {
		return nil, err
	}
	lines := each(i.Lines.Data, func(one *objects.Line) string { return one.ID })
	return page(lines, "/v1/invoices/"+p.ID+"/lines", p, func(*objects.Line) bool { return true })
}

func updateInvoice(tx *store.Tx, p params.Params) (any, error) {
	i, err := rules.Invoice(tx, p.ID)
	if err != nil {
		return nil, err
	}
	i.Metadata, i.AutoAdvance = p.Merged(i.Metadata), p.Flag("auto_advance", i.AutoAdvance)
	p.Word("description", &i.Description)
	p.Word("default_payment_method", &i.DefaultPaymentMethod)
	return i, events.AnnounceChange(tx, "invoice.updated", i)
}

// payInvoice charges without the customer being there.
func payInvoice(tx *store.Tx, p params.Params) (any, error) {
	i, err := rules.Invoice(tx, p.ID)
	if err != nil {
		return nil, err
	}
	if i.Status == "draft" {
		err = rules.FinalizeAsked(tx, i)
	}
	switch {
	case err != nil:
		return nil, err
	case i.Status == "paid":
		return nil, apierror.BadState("invoice_already_paid", "Invoice is already paid")
	case i.Status == "void":
		return nil, rules.NotPossible(i, "pay")
	case p.Flag("paid_out_of_band", false):
		i.PaidOutOfBand = true
		return i, rules.Conclude(tx, i, rules.Verdict{})
	}
	m := rules.MethodFor(tx, i)
	if given := p.Get("payment_method"); given != "" {
		if m = rules.PaymentMethod(tx, given); m == nil {
			return nil, apierror.NotFound("PaymentMethod", given, "payment_method")
		}
	}
	said, err := rules.Attempt(tx, i, m, !p.Flag("off_session", true))
	if err == nil && said.Code != "" {
		refused := said.Refusal(objects.Value(i.PaymentIntent))
		refused.Keeps = true
		return nil, refused
	}
	return i, err
}

func voidInvoice(tx *store.Tx, p params.Params) (any, error) {
	i, err := rules.Invoice(tx, p.ID)
	if err != nil {
		return nil, err
	}
	if i.Status != "open" && i.Status != "uncollectible" {
		return nil, rules.NotPossible(i, "void")
	}
	return i, rules.Void(tx, i)
}

func writeOffInvoice(tx *store.Tx, p params.Params) (any, error) {
	i, err := rules.Invoice(tx, p.ID)
	if err != nil {
		return nil, err
	}
	if i.Status != "open" {
		return nil, rules.NotPossible(i, "write off")
	}
	i.Status, i.StatusTransitions.MarkedUncollectibleAt, i.NextPaymentAttempt = "uncollectible", new(tx.Now().Unix()), nil
	return i, events.Announce(tx, "invoice.marked_uncollectible", i)
}

func finalizeInvoice(tx *store.Tx, p params.Params) (any, error) {
	i, err := rules.Invoice(tx, p.ID)
	if err != nil {
		return nil, err
	}
	if i.Status != "draft" {
		return nil, rules.NotPossible(i, "finalize")
	}
	i.AutoAdvance = p.Flag("auto_advance", i.AutoAdvance)
	return i, rules.FinalizeAsked(tx, i)
}
