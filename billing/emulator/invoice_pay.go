package emulator

import "net/http"

// payInvoicePage takes a card for an open invoice; paying twice charges once.
func (e *Emulator) payInvoicePage(w http.ResponseWriter, r *http.Request) {
	v, found := e.lookInvoice(r.PathValue("id"))
	if !found || v.status != "open" || v.waits != "" {
		e.showInvoice(w, r)
		return
	}
	typed := readCard(r)
	v.keep(r)
	if v.add(typed.check(e.Now())); len(v.wrong) > 0 {
		e.show(w, r, http.StatusUnprocessableEntity, "Invoice", invoicePage(v))
		return
	}
	done, err := e.payInvoiceWith(v.id, typed)
	switch {
	case err != nil:
		e.fails(w, r, err)
	case done.Status == NeedsSCA:
		http.Redirect(w, r, e.asksAt(v.id), http.StatusSeeOther)
	case done.Status == Declined || done.Status == Invalid:
		v.declined = done.Message + " Nothing was charged; please try another card."
		e.show(w, r, http.StatusPaymentRequired, "Invoice", invoicePage(v))
	default:
		http.Redirect(w, r, v.address, http.StatusSeeOther)
	}
}

func (e *Emulator) asksAt(invoice string) string {
	v, _ := e.lookInvoice(invoice)
	if v.asks == "" { // it was answered this moment
		return v.address
	}
	return v.asks
}
