package emulator

import (
	"maps"
	"net/http"
	"strings"
)

// form is what was typed into a page, and what is wrong with it. It never holds
// a card's number or code, so that none can be sent back.
type form struct {
	typed    map[string]string
	wrong    problems
	declined string // about the whole of it
}

func newForm() form { return form{typed: map[string]string{}, wrong: problems{}} }

// kept are the fields that are shown again where something is wrong.
var kept = strings.Fields("name expiry quantity promotion_code email line1 postal_code city country tax_id method terms feedback comment")

func (f form) keep(r *http.Request) {
	for _, field := range kept {
		if r.PostForm.Has(field) {
			f.typed[field] = typedText(r, field)
		}
	}
}

func (f form) keepAddress(a *address) {
	if a != nil {
		f.typed["line1"], f.typed["postal_code"], f.typed["city"], f.typed["country"] = value(a.Line1), value(a.PostalCode), value(a.City), value(a.Country)
	}
}

// typedText is a field without blanks around it, cut where nobody types on.
func typedText(r *http.Request, field string) string {
	text := strings.TrimSpace(strings.ToValidUTF8(r.PostFormValue(field), ""))
	if runes := []rune(text); len(runes) > 200 {
		return string(runes[:200])
	}
	return text
}

func readCard(r *http.Request) card {
	return card{
		number: digitsOf(r.PostFormValue("number")),
		expiry: typedText(r, "expiry"),
		cvc:    typedText(r, "cvc"),
		name:   typedText(r, "name"),
	}
}

func readAddress(r *http.Request) Address {
	return Address{Line1: typedText(r, "line1"), PostalCode: typedText(r, "postal_code"), City: typedText(r, "city"), Country: typedText(r, "country")}
}

// add notes what else is wrong.
func (f form) add(more problems) { maps.Copy(f.wrong, more) }
