package handlers_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

const bareWebhook = `WITH payer AS (UPDATE billing_customers SET dirty_seq = dirty_seq + 1 WHERE stripe_id = $1 RETURNING id, dirty_seq)
	INSERT INTO stripe_events (customer, id, kind, api_version, received_at, customer_id, seq)
	VALUES ($1, $2, 'invoice.paid', '2024-06-20', $3, (SELECT id FROM payer), coalesce((SELECT dirty_seq FROM payer), 0)) ON CONFLICT (id) DO NOTHING`

// webhook stores an event with the least that is needed: its signature is verified, and its id and customer
// are in the query, so that nothing is parsed.
func (s bareSession) webhook(w http.ResponseWriter, r *http.Request) {
	payload, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err == nil {
		err = verifyStripe(payload, r.Header.Get("Stripe-Signature"))
	}
	if err == nil {
		query := r.URL.Query()
		_, err = s.pool.Exec(r.Context(), bareWebhook, query.Get("customer"), query.Get("id"), time.Now())
	}
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// signStripe is the header that Stripe sends with a payload.
func signStripe(payload []byte, at int64) string {
	mac := hmac.New(sha256.New, []byte("whsec_x"))
	_, _ = fmt.Fprintf(mac, "%d.%s", at, payload)
	return fmt.Sprintf("t=%d,v1=%x", at, mac.Sum(nil))
}

var errForged = errors.New("the signature is wrong")

func verifyStripe(payload []byte, header string) error {
	number, _, _ := strings.Cut(strings.TrimPrefix(header, "t="), ",")
	at, err := strconv.ParseInt(number, 10, 64)
	if err == nil && !hmac.Equal([]byte(header), []byte(signStripe(payload, at))) {
		err = errForged
	}
	return err
}

// limitOfWebhook takes events about many customers in, while jobs look for whom to sync.
func limitOfWebhook(b *testing.B) {
	s, bare := openBoth(b)
	for client := range clients {
		knownAs(b, s, fmt.Sprintf("cus_%d", client))
	}
	us, them := dialQuick(b, s.url), dialQuick(b, serveBare(b, bare.webhook))
	var events [clients]int
	ask := func(to []*quick, client int) {
		events[client]++
		id, customer := fmt.Sprintf("evt_%d_%d", client, events[client]), fmt.Sprintf("cus_%d", client)
		to[client].ask(b, webhookRequest(s.url, id, customer), "204")
	}
	contest(b, 20, func(client, _ int) { ask(us, client) }, func(client, _ int) { ask(them, client) })
}

func knownAs(b *testing.B, s *site, stripeID string) {
	user := users.User{ID: models.NewID(), Email: stripeID + "@example.com", PasswordHash: "x", Role: users.Member}
	err := users.Create(b.Context(), s.db, &user)
	if err == nil {
		_, err = payments.EnsureCustomer(b.Context(), s.db, &payments.Customer{ID: models.NewID(), UserID: user.ID, StripeID: stripeID})
	}
	if err != nil {
		b.Fatal(err)
	}
}

func webhookRequest(url, id, customer string) []byte {
	payload := fmt.Appendf(nil, `{"id":"%s","object":"event","type":"invoice.paid","api_version":"2024-06-20","created":1,`+
		`"data":{"object":{"id":"in_1","object":"invoice","customer":"%s"}}}`, id, customer)
	return append(requestOf(url, "POST", "/webhooks/stripe?id="+id+"&customer="+customer, "Stripe-Signature: "+signStripe(payload, time.Now().Unix()),
		"Content-Type: application/json", fmt.Sprintf("Content-Length: %d", len(payload))), payload...)
}
