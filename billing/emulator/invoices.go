package emulator

import "fmt"

const previewTakes = "customer subscription subscription_details coupon discounts automatic_tax currency" +
	" subscription_items subscription_proration_date subscription_proration_behavior subscription_cancel_at_period_end"

var invoiceOperations = map[string]operation{
	"GET /v1/invoices":                          {"customer subscription status collection_method" + paging, "", listInvoices},
	"GET /v1/invoices/{id}":                     {"", "", retrieveInvoice},
	"POST /v1/invoices/{id}":                    {"metadata description auto_advance default_payment_method", "", updateInvoice},
	"GET /v1/invoices/{id}/lines":               {paging, "", listLines},
	"POST /v1/invoices/create_preview":          {previewTakes, "", previewInvoice},
	"GET /v1/invoices/upcoming":                 {previewTakes, "", previewInvoice},
	"POST /v1/invoices/{id}/pay":                {"payment_method off_session paid_out_of_band forgive", "", payInvoice},
	"POST /v1/invoices/{id}/void":               {"", "", voidInvoice},
	"POST /v1/invoices/{id}/mark_uncollectible": {"", "", writeOffInvoice},
	"POST /v1/invoices/{id}/finalize":           {"auto_advance", "", finalizeInvoice},
}

func (e *Emulator) invoice(id string) (*invoice, error) {
	if i := e.state.invoices.get(id); i != nil {
		return i, nil
	}
	return nil, noSuch("invoice", id, "")
}

func retrieveInvoice(e *Emulator, p params) (any, error) { return e.invoice(p.id) }

func listInvoices(e *Emulator, p params) (any, error) {
	if owner := p.Get("customer"); owner != "" && e.state.customers.look(owner) == nil {
		return nil, noSuch("customer", owner, "customer")
	}
	return page(e.state.invoices, "/v1/invoices", p, func(i *invoice) bool {
		return p.is("customer", i.Customer) && p.is("subscription", value(i.Subscription)) && p.is("status", i.Status) &&
			p.is("collection_method", i.CollectionMethod) && p.made(i.Created)
	})
}

func listLines(e *Emulator, p params) (any, error) {
	i, err := e.invoice(p.id)
	if err != nil {
		return nil, err
	}
	lines := newTable[line]("line")
	for at := len(i.Lines.Data) - 1; at >= 0; at-- {
		lines.put(i.Lines.Data[at].ID, i.Lines.Data[at])
	}
	return page(lines, "/v1/invoices/"+p.id+"/lines", p, func(*line) bool { return true })
}

func updateInvoice(e *Emulator, p params) (any, error) {
	i, err := e.invoice(p.id)
	if err != nil {
		return nil, err
	}
	i.Metadata, i.AutoAdvance = p.merged(i.Metadata), p.flag("auto_advance", i.AutoAdvance)
	p.word("description", &i.Description)
	p.word("default_payment_method", &i.DefaultPaymentMethod)
	return i, e.announceChange("invoice.updated", i)
}

func (i *invoice) wrong(does string) error {
	return badState("invoice_not_editable", fmt.Sprintf("You cannot %s this invoice: it is %s.", does, i.Status))
}

// payInvoice charges without the customer being there.
func payInvoice(e *Emulator, p params) (any, error) {
	i, err := e.invoice(p.id)
	if err != nil {
		return nil, err
	}
	if i.Status == "draft" {
		err = e.finalizeAsked(i)
	}
	switch {
	case err != nil:
		return nil, err
	case i.Status == "paid":
		return nil, badState("invoice_already_paid", "Invoice is already paid")
	case i.Status == "void":
		return nil, i.wrong("pay")
	case p.flag("paid_out_of_band", false):
		i.PaidOutOfBand = true
		return i, e.conclude(i, verdict{})
	}
	m := e.methodFor(i)
	if given := p.Get("payment_method"); given != "" {
		if m = e.method(given); m == nil {
			return nil, noSuch("PaymentMethod", given, "payment_method")
		}
	}
	said, err := e.attempt(i, m, !p.flag("off_session", true))
	if err == nil && said.code != "" {
		refused := said.refusal(value(i.PaymentIntent))
		refused.keeps = true
		return nil, refused
	}
	return i, err
}

func voidInvoice(e *Emulator, p params) (any, error) {
	i, err := e.invoice(p.id)
	if err != nil {
		return nil, err
	}
	if i.Status != "open" && i.Status != "uncollectible" {
		return nil, i.wrong("void")
	}
	return i, e.void(i)
}

func (e *Emulator) void(i *invoice) error {
	i.Status, i.StatusTransitions.VoidedAt, i.NextPaymentAttempt = "void", pointer(e.now().Unix()), nil
	if one := e.state.paymentIntents.get(value(i.PaymentIntent)); one != nil && one.Status != "succeeded" {
		if err := e.cancelIntent(one, pointer("void_invoice")); err != nil {
			return err
		}
	}
	return e.announce("invoice.voided", i)
}

func writeOffInvoice(e *Emulator, p params) (any, error) {
	i, err := e.invoice(p.id)
	if err != nil {
		return nil, err
	}
	if i.Status != "open" {
		return nil, i.wrong("write off")
	}
	i.Status, i.StatusTransitions.MarkedUncollectibleAt, i.NextPaymentAttempt = "uncollectible", pointer(e.now().Unix()), nil
	return i, e.announce("invoice.marked_uncollectible", i)
}

func finalizeInvoice(e *Emulator, p params) (any, error) {
	i, err := e.invoice(p.id)
	if err != nil {
		return nil, err
	}
	if i.Status != "draft" {
		return nil, i.wrong("finalize")
	}
	i.AutoAdvance = p.flag("auto_advance", i.AutoAdvance)
	return i, e.finalizeAsked(i)
}
