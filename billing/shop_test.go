package billing_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

func TestMain(m *testing.M) {
	code := modelstest.Run(m)
	if err := checkContract(); err != nil {
		fmt.Fprintln(os.Stderr, "the contract with Stripe:", err)
		code = 1
	}
	os.Exit(code)
}

const (
	key    = "sk_test_of_the_tests"
	secret = "whsec_of_the_tests"
)

var (
	plans = []config.Plan{
		{
			ID:          "starter",
			Name:        "Starter",
			Description: "One website.",
			Prices:      both(900),
			Limits:      config.Limits{Sites: 1, AuditsPerMonth: 30},
		},
		{
			ID:          "studio",
			Name:        "Studio",
			Prices:      both(2900),
			MaxQuantity: 5,
			Limits:      config.Limits{Sites: 10, AuditsPerMonth: 300},
		},
		{ID: "tried", Name: "Tried", Prices: both(1900), TrialDays: 14, Limits: config.Limits{Sites: 2}},
	}
	products = []config.Product{
		{
			ID:          "audits",
			Name:        "100 audits",
			Prices:      []config.Price{{Currency: "usd", Amount: 1500}},
			MaxQuantity: 10,
			Limits:      config.Limits{AuditsPerMonth: 100},
			Days:        30,
		},
	}
)

// both are a monthly price and a yearly one, of ten months.
func both(monthly int64) []config.Price {
	return []config.Price{
		{Currency: "usd", Interval: "month", Amount: monthly},
		{Currency: "usd", Interval: "year", Amount: 10 * monthly},
	}
}

// monthly is the selection for one of a plan.
func monthly(plan string) billing.Selection {
	return billing.Selection{ID: plan, Currency: "usd", Interval: "month", Quantity: 1}
}

// shop is the service and the emulator on one server, as in development.
type shop struct {
	t        testing.TB
	db       *models.DB
	service  *billing.Service
	settings billing.Settings
	user     users.User
	fault    atomic.Pointer[http.HandlerFunc] // stands before the API while it is set
	stripe   http.Handler

	mu   sync.Mutex
	sent []mail.Letter
}

func newShop(t testing.TB, db *models.DB) *shop {
	t.Helper()
	s := &shop{t: t, db: db}
	mux := http.NewServeMux()
	server := httptest.NewUnstartedServer(mux)
	address := "http://" + server.Listener.Addr().String()
	stripe, err := emulator.New("", key, secret, address, "/site.css")
	if err != nil {
		t.Fatal(err)
	}
	s.stripe = stripe
	mux.Handle(emulator.Prefix+"/", recorded(http.HandlerFunc(s.api)))
	mux.HandleFunc("POST /webhooks/stripe", s.webhook)
	s.settings = billing.Settings{
		Plans: plans, Products: products, SecretKey: key, WebhookSecret: secret, APIURL: address + emulator.Prefix,
		BaseURL: address,
		Grace:   7 * 24 * time.Hour, Mailer: s, Limits: patient,
	}
	s.service = billing.New(db, s.settings)
	server.Start()
	t.Cleanup(server.Close)
	t.Cleanup(func() { _ = stripe.Close() })
	s.user = s.newUser("ada@example.com")
	return s
}

// deafen refuses all webhooks, so that only the test itself syncs.
func (s *shop) deafen() {
	deaf := s.settings
	deaf.WebhookSecret = ""
	s.service = billing.New(s.db, deaf)
}

func (s *shop) newUser(email string) users.User {
	s.t.Helper()
	user := users.User{ID: models.NewID(), Email: email, PasswordHash: "x", Role: users.Member}
	if err := users.Create(context.Background(), s.db, &user); err != nil {
		s.t.Fatal(err)
	}
	return user
}

func (s *shop) api(w http.ResponseWriter, r *http.Request) {
	if fault := s.fault.Load(); fault != nil {
		(*fault)(w, r)
		return
	}
	s.stripe.ServeHTTP(w, r)
}

// breakStripe puts something in the emulator's place.
func (s *shop) breakStripe(fault http.HandlerFunc) { s.fault.Store(&fault) }

// failAt lets one address of the API fail.
func (s *shop) failAt(path string) {
	s.breakStripe(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == path {
			http.Error(w, `{"error":{"type":"api_error"}}`, http.StatusInternalServerError)
			return
		}
		s.stripe.ServeHTTP(w, r)
	})
}

func (s *shop) repairStripe() { s.fault.Store(nil) }

func (s *shop) SendMail(_ context.Context, _ *models.DB, l mail.Letter) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent = append(s.sent, l)
	return nil
}

// letters are the kinds of mails sent so far.
func (s *shop) letters() []letter.Kind {
	s.mu.Lock()
	defer s.mu.Unlock()
	var kinds []letter.Kind
	for _, l := range s.sent {
		kinds = append(kinds, l.Kind())
	}
	return kinds
}

// kindsOf returns the kinds of mails, sorted.
func kindsOf(told []letter.Content) []letter.Kind {
	kinds := make([]letter.Kind, len(told))
	for i, c := range told {
		kinds[i] = c.Kind()
	}
	slices.Sort(kinds)
	return kinds
}

// takeHinted names the customers that jobs would sync now.
func (s *shop) takeHinted(ctx context.Context) (ids []uuid.UUID, err error) {
	err = s.db.Transaction(ctx, func(tx *models.DB) (err error) {
		ids, err = s.service.TakeHinted(ctx, tx, 1000)
		return err
	})
	return ids, err
}

// hinted names them too.
func (s *shop) hinted(ctx context.Context) []uuid.UUID {
	s.t.Helper()
	ids, err := s.takeHinted(ctx)
	if err != nil {
		s.t.Error(err)
	}
	return ids
}

// work does what the jobs do that follow hints.
func (s *shop) work(ctx context.Context) error {
	due, err := s.takeHinted(ctx)
	errs := []error{err}
	for _, customer := range due {
		errs = append(errs, s.service.Sync(ctx, customer))
	}
	return errors.Join(errs...)
}

func (s *shop) webhook(w http.ResponseWriter, r *http.Request) {
	payload, err := io.ReadAll(r.Body)
	if err == nil {
		err = s.service.Receive(r.Context(), payload, r.Header.Get("Stripe-Signature"))
	}
	if err == nil {
		err = s.work(r.Context())
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
}

func (s *shop) checkout(plan string) string {
	s.t.Helper()
	address, err := s.service.Checkout(context.Background(), s.user, monthly(plan))
	if err != nil {
		s.t.Fatal(err)
	}
	return address
}

// pay fills in the card form and returns the status, the page and where it
// leads to.
func (s *shop) pay(address, number string) (int, string, *url.URL) {
	s.t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	form := url.Values{"number": {number}, "expiry": {"12 / 90"}, "cvc": {"123"}, "name": {"Ada Lovelace"}}
	answer, err := client.PostForm(address, form)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	next, _ := answer.Location()
	return answer.StatusCode, string(page), next
}

const goodCard = "4242 4242 4242 4242"

// buy pays and waits until a webhook has made the subscription active.
func (s *shop) buy(plan string) payments.Subscription {
	s.t.Helper()
	if status, page, _ := s.pay(s.checkout(plan), goodCard); status != http.StatusSeeOther {
		s.t.Fatalf("paying was answered with %d: %s", status, page)
	}
	return s.waitFor("active")
}

// buyDeaf buys without webhooks: coming back from the page is what syncs.
func (s *shop) buyDeaf(plan string) payments.Subscription {
	s.t.Helper()
	s.deafen()
	_, _, next := s.pay(s.checkout(plan), goodCard)
	if done, err := s.service.Return(context.Background(), s.user, next.Query().Get("session_id")); !done || err != nil {
		s.t.Fatalf("done %v, %v", done, err)
	}
	return s.waitFor("active")
}

func (s *shop) waitFor(status string) payments.Subscription {
	s.t.Helper()
	for range 1000 {
		current, has, err := s.service.Current(context.Background(), s.user.ID)
		if err != nil {
			s.t.Fatal(err)
		}
		if has && current.Status == status {
			return current
		}
		time.Sleep(10 * time.Millisecond)
	}
	s.t.Fatalf("the subscription does not become %s", status)
	return payments.Subscription{}
}

// follow syncs as after a hint.
func (s *shop) follow(customerID uuid.UUID) error {
	ctx := context.Background()
	if _, err := payments.MarkDirty(ctx, s.db, customerID); err != nil {
		return err
	}
	return s.service.Sync(ctx, customerID)
}

// noneOpen fails if a checkout is open.
func (s *shop) noneOpen() {
	s.t.Helper()
	if open, err := payments.OpenCheckout(context.Background(), s.db, s.user.ID); !errors.Is(err, models.ErrNotFound) {
		s.t.Errorf("a checkout is open: %+v, %v", open, err)
	}
}

// ask does an API request past the service, as the dashboard would.
func (s *shop) ask(method, path string, form url.Values) map[string]any {
	s.t.Helper()
	request, err := http.NewRequest(method, s.settings.APIURL+"/v1/"+path, strings.NewReader(form.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	request.SetBasicAuth(key, "")
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	var object map[string]any
	if err := json.NewDecoder(answer.Body).Decode(&object); err != nil || answer.StatusCode != http.StatusOK {
		s.t.Fatalf("%s %s: %d %v, %v", method, path, answer.StatusCode, object, err)
	}
	return object
}

func distinct(all []string) []string {
	slices.Sort(all)
	return slices.Compact(all)
}
