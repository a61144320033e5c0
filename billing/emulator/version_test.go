package emulator_test

import (
	"net/http"
	"testing"

	"github.com/prokken/prokken/billing/emulator"
)

// TestVersion: a client that speaks another version of the API is refused, as its fields would be
// others.
func TestVersion(t *testing.T) {
	w := newWorld(t)
	for version, want := range map[string]int{
		"": http.StatusOK, "2024-06-20": http.StatusOK, "2025-03-31.basil": http.StatusBadRequest,
	} {
		status, said, answered := w.askVersion(version)
		if status != want || answered != "2024-06-20" {
			t.Errorf("%q: %d %v, answered in %q", version, status, said, answered)
		}
	}
}

// askVersion asks for the customer in a version of the API.
func (w *world) askVersion(version string) (int, map[string]any, string) {
	w.t.Helper()
	request, err := http.NewRequest(http.MethodGet, w.url+emulator.Prefix+"/v1/customers/"+w.customer, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	request.SetBasicAuth(key, "")
	if version != "" {
		request.Header.Set("Stripe-Version", version)
	}
	status, said, header := w.do(request)
	return status, said, header.Get("Stripe-Version")
}
