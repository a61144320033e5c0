package emulator_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/prokken/prokken/billing/emulator"
)

func goodCard() url.Values {
	return url.Values{"number": {"4242 4242 4242 4242"}, "expiry": {"12 / 90"}, "cvc": {"123"}, "name": {"Ada <Lovelace>"}}
}

func (s *site) pay(address string, form url.Values) (int, string, string) {
	s.t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.PostForm(address, form)
	if err != nil {
		s.t.Fatal(err)
	}
	return s.read(answer)
}

func (s *site) read(answer *http.Response) (int, string, string) {
	s.t.Helper()
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer.StatusCode, string(page), answer.Header.Get("Location")
}

func (s *site) get(address string) (int, string) {
	s.t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		s.t.Fatal(err)
	}
	status, page, _ := s.read(answer)
	return status, page
}

func TestHostedPage(t *testing.T) {
	s, _ := newSite(t, "")
	session := s.newSession()
	status, page := s.get(text(session, "url"))
	if status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	for _, want := range []string{
		"no money moves", "Starter &lt;b&gt;", "$9.00", "month", "ada@example.com", `href="http://shop.example/pricing"`,
		`name="number"`, `name="expiry"`, `name="cvc"`, `name="name"`, "4000 0000 0000 9995", `href="/assets/site.css"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not show %q", want)
		}
	}
	for _, never := range []string{"<script", "<style", " style=", " onclick"} {
		if strings.Contains(page, never) {
			t.Errorf("the page has %q", never)
		}
	}
}

func TestPayingOnce(t *testing.T) {
	s, _ := newSite(t, "")
	s.refuse = 2 // deliveries are tried again
	session := s.newSession()
	var clicks sync.WaitGroup
	for range 5 {
		clicks.Go(func() {
			status, page, next := s.pay(text(session, "url"), goodCard())
			if status != http.StatusSeeOther || next != "http://shop.example/back?id="+text(session, "id") {
				t.Errorf("status %d, to %q: %s", status, next, page)
			}
		})
	}
	clicks.Wait()
	_, found, _ := s.call(http.MethodGet, "subscriptions", "", url.Values{
		"customer": {text(session, "customer")}, "status": {"all"},
	})
	if data, _ := found["data"].([]any); len(data) != 1 {
		t.Errorf("subscriptions: %v", found)
	}
	if status, page := s.get(text(session, "url")); status != http.StatusOK ||
		!strings.Contains(page, "Already paid") || strings.Contains(page, "<form") {
		t.Errorf("the page afterwards: %d %s", status, page)
	}
	s.wantEvents(purchase...)
}

func TestBadCards(t *testing.T) {
	s, _ := newSite(t, "")
	session := s.newSession()
	tests := map[string]struct {
		field, value string
		status       int
		shows        string
	}{
		"declined":           {"number", "4000 0000 0000 0002", 402, "declined"},
		"insufficient funds": {"number", "4000-0000-0000-9995", 402, "insufficient funds"},
		"a real card":        {"number", "5555 5555 5555 4444", 402, "Only the test cards"},
		"a wrong digit":      {"number", "4242 4242 4242 4241", 422, `id="number-error"`},
		"no number":          {"number", "", 422, `id="number-error"`},
		"markup":             {"number", "<script>alert(1)</script>", 422, `id="number-error"`},
		"expired":            {"expiry", "01/20", 422, "This card has expired."},
		"month 13":           {"expiry", "13/90", 422, `id="expiry-error"`},
		"no expiry":          {"expiry", "", 422, `id="expiry-error"`},
		"short cvc":          {"cvc", "12", 422, `id="cvc-error"`},
		"cvc in words":       {"cvc", "abc", 422, `id="cvc-error"`},
		"no name":            {"name", " ", 422, `id="name-error"`},
		"broken UTF-8":       {"name", "\xff", 422, `id="name-error"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			form := goodCard()
			form.Set(tt.field, tt.value)
			status, page, _ := s.pay(text(session, "url"), form)
			if status != tt.status || !strings.Contains(page, tt.shows) {
				t.Errorf("status %d: %s", status, page)
			}
			if tt.field != "name" && !strings.Contains(page, `value="Ada &lt;Lovelace&gt;"`) {
				t.Error("the name is lost")
			}
			if strings.Contains(page, `value="`+tt.value) && tt.field == "number" && tt.value != "" ||
				strings.Contains(page, "<script") {
				t.Error("the number is sent back")
			}
		})
	}
	_, found, _ := s.call(http.MethodGet, "checkout/sessions/"+text(session, "id"), "", nil)
	if text(found, "status") != "open" || text(found, "payment_status") != "unpaid" {
		t.Errorf("the session is %v", found)
	}
}

func TestPagesThatCannotBePaid(t *testing.T) {
	s, _ := newSite(t, "")
	session := s.newSession()
	address := text(session, "url")
	s.create("checkout/sessions/"+text(session, "id")+"/expire", nil)
	unknown := s.url + emulator.Prefix + "/checkout/cs_test_unknown"
	for address, want := range map[string]int{address: http.StatusGone, unknown: http.StatusNotFound} {
		if status, page := s.get(address); status != want || !strings.Contains(page, "test-banner") ||
			strings.Contains(page, "<form") {
			t.Errorf("shown with %d: %s", status, page)
		}
		if status, page, _ := s.pay(address, goodCard()); status != want ||
			!strings.Contains(page, "Nothing was charged") || !strings.Contains(page, "no money moves") {
			t.Errorf("paid with %d: %s", status, page)
		}
	}
}
