package emulator

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// invoiceView is what an invoice's page and its PDF show.
type invoiceView struct {
	form
	id, address, number, date, buyer, status, due, pdf string
	waits, asks                                        string // for the bank; for the customer
	rows                                               []invoiceRow
}

type invoiceRow struct{ words, amount string }

func (e *Emulator) showInvoice(w http.ResponseWriter, r *http.Request) {
	v, found := e.lookInvoice(r.PathValue("id"))
	if !found {
		e.show(w, r, http.StatusNotFound, "No such page", notFoundPage())
		return
	}
	v.declined = unconfirmed[r.URL.Query().Get("answer")]
	e.show(w, r, http.StatusOK, "Invoice", invoicePage(v))
}

func (e *Emulator) lookInvoice(id string) (invoiceView, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	i := e.state.invoices.look(id)
	if i == nil || i.Number == nil {
		return invoiceView{}, false
	}
	v := invoiceView{
		form: newForm(), id: i.ID, address: Prefix + "/invoice/" + i.ID, due: full(i.AmountRemaining, i.Currency),
		number: *i.Number, date: time.Unix(i.Created, 0).UTC().Format("2 January 2006"), buyer: value(i.CustomerEmail), status: i.Status,
		pdf: Prefix + "/invoice/" + id + "/pdf",
	}
	if one := e.state.paymentIntents.look(value(i.PaymentIntent)); one != nil && one.Status == "processing" {
		v.waits = "The bank has been asked, and answers in a few days."
	} else if one != nil && one.Status == "requires_action" {
		v.asks = Prefix + "/authenticate/" + one.ID
	}
	for _, one := range i.Lines.Data {
		v.rows = append(v.rows, invoiceRow{value(one.Description), full(one.Amount, i.Currency)})
	}
	for _, one := range i.TotalDiscountAmounts {
		v.rows = append(v.rows, invoiceRow{"Discount", full(-one.Amount, i.Currency)})
	}
	if i.Tax != nil {
		v.rows = append(v.rows, invoiceRow{fmt.Sprintf("Tax (%d%%)", taxPercent), full(*i.Tax, i.Currency)})
	}
	v.rows = append(v.rows, invoiceRow{"Total", full(i.Total, i.Currency)}, invoiceRow{"Paid", full(i.AmountPaid, i.Currency)})
	return v, true
}

func (e *Emulator) printInvoice(w http.ResponseWriter, r *http.Request) {
	v, found := e.lookInvoice(r.PathValue("id"))
	if !found {
		e.show(w, r, http.StatusNotFound, "No such page", notFoundPage())
		return
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `attachment; filename="Invoice-`+v.number+`.pdf"`)
	_, _ = w.Write(v.print())
}

// print is a PDF of one page.
func (v invoiceView) print() []byte {
	lines := []string{"Invoice " + v.number, v.date, v.buyer, "Test payments: no money moved.", ""}
	for _, row := range v.rows {
		lines = append(lines, row.words+"   "+row.amount)
	}
	var text strings.Builder
	text.WriteString("BT /F1 12 Tf 50 780 Td 18 TL\n")
	for _, line := range lines {
		text.WriteString("(" + escaped(line) + ") Tj T*\n")
	}
	text.WriteString("ET")
	return pdf([]string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", text.Len(), text.String()),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
	})
}

// escaped is text as the font's encoding has it; what it does not have becomes
// a question mark.
func escaped(line string) string {
	var out strings.Builder
	for _, r := range line {
		switch {
		case r == '(' || r == ')' || r == '\\':
			out.WriteString("\\" + string(r))
		case r == '€':
			out.WriteString("\\200")
		case r < 32 || r > 255:
			out.WriteByte('?')
		case r > 126:
			fmt.Fprintf(&out, "\\%03o", r)
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}

func pdf(objects []string) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.4\n")
	var at []int
	for n, object := range objects {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", n+1, object)
	}
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return out.Bytes()
}
