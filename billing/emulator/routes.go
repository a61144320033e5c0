package emulator

import (
	"crypto/rand"
	"maps"
	"net/http"
)

// operations is the part of Stripe's API that there is.
func operations() map[string]operation {
	all := map[string]operation{}
	for _, some := range []map[string]operation{
		customerOperations, taxIDOperations, productOperations, priceOperations, couponOperations, promotionOperations,
		sessionOperations, subscriptionOperations, scheduleOperations, invoiceOperations, paymentIntentOperations, setupIntentOperations,
		chargeOperations, paymentMethodOperations, refundOperations, disputeOperations, portalOperations,
		eventOperations, endpointOperations,
	} {
		maps.Copy(all, some)
	}
	return all
}

// routes is every address below the prefix.
func (e *Emulator) routes() http.Handler {
	mux := http.NewServeMux()
	for pattern, operation := range operations() {
		mux.HandleFunc(pattern, e.api(operation))
	}
	mux.HandleFunc("/v1/", e.unknownRoute)
	mux.HandleFunc("GET /checkout/{id}", e.showCheckout)
	mux.HandleFunc("POST /checkout/{id}", e.payCheckout)
	mux.HandleFunc("GET /authenticate/{id}", e.showQuestion)
	mux.HandleFunc("POST /authenticate/{id}", e.takeAnswer)
	mux.HandleFunc("GET /invoice/{id}", e.showInvoice)
	mux.HandleFunc("POST /invoice/{id}", e.payInvoicePage)
	mux.HandleFunc("GET /invoice/{id}/pdf", e.printInvoice)
	mux.HandleFunc("GET /portal/{id}", e.showPortal)
	mux.HandleFunc("GET /portal/{id}/{page}", e.showPortal)
	mux.HandleFunc("POST /portal/{id}/{page}", e.actInPortal)
	mux.HandleFunc("GET /{$}", e.showConsole)
	mux.HandleFunc("POST /{$}", e.actInConsole)
	mux.HandleFunc("GET /console/{page}", e.showConsole)
	mux.HandleFunc("POST /console/{page}", e.actInConsole)
	mux.HandleFunc("GET /console/object/{id}", e.showObject)
	for pattern, act := range acts() {
		mux.HandleFunc(pattern, e.test(act))
	}
	return mux
}

// newID is an id that nobody can guess, with Stripe's prefix for its kind.
func newID(prefix string) string { return prefix + rand.Text() }
