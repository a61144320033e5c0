package pages

import (
	"net/http"

	"github.com/prokken/prokken/billing/emulator/objects"
)

// pay takes a card for an open invoice; paying twice charges once.
func (p *invoicePages) pay(w http.ResponseWriter, r *http.Request) {
	v, found := p.look(r.PathValue("id"))
	if !found || v.status != "open" || v.waits != "" {
		p.show(w, r)
		return
	}
	typed := readCard(r)
	v.keep(r)
	if v.add(checkCard(typed, p.clock.Now())); len(v.wrong) > 0 {
		p.write(w, r, http.StatusUnprocessableEntity, "Invoice", invoicePage(v))
		return
	}
	done, err := p.actions.PayInvoiceWith(v.id, typed)
	switch {
	case err != nil:
		p.fail(w, r, err)
	case done.Status == objects.NeedsSCA:
		http.Redirect(w, r, p.asksAt(v.id), http.StatusSeeOther)
	case done.Status == objects.Declined || done.Status == objects.Invalid:
		v.declined = done.Message + " Nothing was charged; please try another card."
		p.write(w, r, http.StatusPaymentRequired, "Invoice", invoicePage(v))
	default:
		http.Redirect(w, r, v.address, http.StatusSeeOther)
	}
}

func (p *invoicePages) asksAt(invoice string) string {
	v, _ := p.look(invoice)
	if v.asks == "" { // it was answered this moment
		return v.address
	}
	return v.asks
}
