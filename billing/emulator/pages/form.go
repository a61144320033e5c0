package pages

import (
	"maps"
	"net/http"
	"strings"

	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/rules"
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
var kept = strings.Fields(
	"name expiry quantity promotion_code email line1 postal_code city country tax_id method terms feedback comment",
)

func (f form) keep(r *http.Request) {
	for _, field := range kept {
		if r.PostForm.Has(field) {
			f.typed[field] = typedText(r, field)
		}
	}
}

func (f form) keepAddress(a *objects.Address) {
	if a != nil {
		f.typed["line1"], f.typed["postal_code"] = objects.Value(a.Line1), objects.Value(a.PostalCode)
		f.typed["city"], f.typed["country"] = objects.Value(a.City), objects.Value(a.Country)
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

func readCard(r *http.Request) rules.Card {
	return rules.Card{
		Number: rules.DigitsOf(r.PostFormValue("number")),
		Expiry: typedText(r, "expiry"),
		CVC:    typedText(r, "cvc"),
		Name:   typedText(r, "name"),
	}
}

func typedAddress(r *http.Request) objects.TypedAddress {
	return objects.TypedAddress{
		Line1: typedText(r, "line1"), PostalCode: typedText(r, "postal_code"),
		City: typedText(r, "city"), Country: typedText(r, "country"),
	}
}

// add notes what else is wrong.
func (f form) add(more problems) { maps.Copy(f.wrong, more) }
