package billing_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/prokken/prokken/billing"
)

// TestWebhookEndpoints reads every page of Stripe's list, as the API documents it, and says that a
// key is refused.
func TestWebhookEndpoints(t *testing.T) {
	stripe := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		switch {
		case r.Header.Get("Authorization") != "Bearer sk_test_good":
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = w.Write([]byte(`{"error":{"type":"invalid_request_error","message":"Invalid API Key provided"}}`))
		case r.URL.Query().Get("starting_after") == "":
			_, _ = w.Write([]byte(`{"object":"list","url":"/v1/webhook_endpoints","has_more":true,"data":[{"id":"we_1",
				"object":"webhook_endpoint","url":"https://a.example/","status":"disabled","enabled_events":["*"]}]}`))
		default:
			_, _ = w.Write([]byte(`{"object":"list","url":"/v1/webhook_endpoints","has_more":false,"data":[{"id":"we_2",
				"object":"webhook_endpoint","url":"https://b.example/","status":"enabled","api_version":"2024-06-20",
				"enabled_events":["invoice.paid"]}]}`))
		}
	}))
	t.Cleanup(stripe.Close)
	account := func(key string) *billing.Service {
		return billing.New(nil, billing.Settings{SecretKey: key, APIURL: stripe.URL})
	}
	all, err := account("sk_test_good").WebhookEndpoints(t.Context())
	if err != nil || len(all) != 2 || all[0].Status != "disabled" || all[1].URL != "https://b.example/" ||
		all[1].Version != "2024-06-20" || !slices.Equal(all[1].Events, []string{"invoice.paid"}) {
		t.Errorf("%+v, %v", all, err)
	}
	if _, err := account("sk_test_bad").WebhookEndpoints(t.Context()); err == nil {
		t.Error("a bad key is taken")
	}
}
