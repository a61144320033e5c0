package emulator_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// refuses wants a request to be answered with an error that says so.
func (w *world) refuses(path string, form url.Values, words string) {
	w.t.Helper()
	status, said, _ := w.call(http.MethodPost, path, "", form)
	if message, _ := at(said, "error.message").(string); status != http.StatusBadRequest ||
		!strings.Contains(message, words) {
		w.t.Errorf("%s with %v: %d %v", path, form, status, said)
	}
}

// TestIncompleteIsNotChanged: nothing that costs something is done to what was
// never paid.
func TestIncompleteIsNotChanged(t *testing.T) {
	w := newWorld(t)
	owner := text(w.create("customers", nil), "id")
	made := w.create("subscriptions", url.Values{"customer": {owner}, "items[0][price]": {w.monthly}})
	w.want(made, "status", "incomplete")
	path, item := "subscriptions/"+text(made, "id"), at(made, "items.data.0.id").(string)
	for _, form := range []url.Values{
		{"items[0][id]": {item}, "items[0][price]": {w.dearer}},
		{"items[0][id]": {item}, "items[0][quantity]": {"2"}},
		{"trial_end": {itoa(w.e.Now().Unix() + 864000)}},
	} {
		w.refuses(path, form, "You cannot update a subscription in `incomplete` status")
	}
	w.want(w.create(path, url.Values{"metadata[a]": {"b"}, "description": {"x"}}), "description", "x")
}

// TestWhatIsNotSold: neither what is archived nor what belongs to it.
func TestWhatIsNotSold(t *testing.T) {
	w := newWorld(t)
	product := text(w.create("products", url.Values{"name": {"Old"}}), "id")
	price := w.price(product, "700", "month")
	bought := w.subscribe(nil)
	uses := map[string]url.Values{
		"checkout/sessions": sessionOf(w.customer, price),
		"subscriptions":     {"customer": {w.customer}, "items[0][price]": {price}},
		"subscriptions/" + text(bought, "id"): {
			"items[0][id]": {at(bought, "items.data.0.id").(string)}, "items[0][price]": {price},
		},
	}
	w.create("products/"+product, url.Values{"active": {"false"}})
	for path, form := range uses {
		words := "marked as inactive"
		if strings.HasPrefix(path, "checkout") {
			words = "is not available to be purchased because its product is not active"
		}
		w.refuses(path, form, words)
	}
	w.create("prices/"+price, url.Values{"active": {"false"}})
	for path, form := range uses {
		w.refuses(path, form, "The price specified is inactive")
	}
}
