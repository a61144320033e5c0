package api

import (
	"maps"
	"net/http"
)

// operations is the part of Stripe's API that there is.
func operations() map[string]operation {
	all := map[string]operation{}
	for _, some := range []map[string]operation{
		customerOperations, taxIDOperations, productOperations, priceOperations, couponOperations, promotionOperations,
		sessionOperations, subscriptionOperations, scheduleOperations, invoiceOperations,
		paymentIntentOperations, setupIntentOperations,
		chargeOperations, paymentMethodOperations, refundOperations, disputeOperations, portalOperations,
		eventOperations, endpointOperations,
	} {
		maps.Copy(all, some)
	}
	return all
}

// Routes adds every address of the API to a mux.
func (s *Server) Routes(mux *http.ServeMux) {
	for pattern, operation := range operations() {
		mux.HandleFunc(pattern, s.serve(operation))
	}
	mux.HandleFunc("/v1/", s.unknownRoute)
	for pattern, act := range testEndpoints() {
		mux.HandleFunc(pattern, s.testEndpoint(act))
	}
}
