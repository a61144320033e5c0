package emulator

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestPeriodEnd(t *testing.T) {
	tests := []struct{ start, interval, want string }{
		{"2026-04-16", "month", "2026-05-16"},
		{"2026-01-31", "month", "2026-02-28"},
		{"2026-12-31", "month", "2027-01-31"},
		{"2028-02-29", "year", "2029-02-28"},
		{"2026-04-16", "week", "2026-04-23"},
		{"2026-04-30", "day", "2026-05-01"},
	}
	for _, tt := range tests {
		start, err := time.Parse(time.DateOnly, tt.start)
		if err != nil {
			t.Fatal(err)
		}
		end := periodEnd(start, &recurring{Interval: tt.interval, IntervalCount: 1})
		if got := end.Format(time.DateOnly); got != tt.want {
			t.Errorf("a %s from %s ends on %s, want %s", tt.interval, tt.start, got, tt.want)
		}
	}
}

func TestMoney(t *testing.T) {
	for want, got := range map[string]string{
		"$9.00": full(900, "usd"), "€0.05": full(5, "eur"), "JPY 900": full(900, "jpy"), "CHF 12.34": full(1234, "chf"), "−$1.50": full(-150, "usd"),
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// TestTimePasses: sessions end and idempotency keys are forgotten after a day.
func TestTimePasses(t *testing.T) {
	e, err := New("", "key", "secret", "", "")
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	e.mu.Lock()
	e.state.customers.put("cus_1", &customer{ID: "cus_1"})
	e.state.products.put("prod_1", &product{ID: "prod_1", Active: true})
	e.state.prices.put("price_1", &price{ID: "price_1", Product: "prod_1", Active: true, Currency: "usd", Recurring: &recurring{Interval: "month", IntervalCount: 1}})
	e.mu.Unlock()
	form := url.Values{
		"mode": {"subscription"}, "customer": {"cus_1"}, "success_url": {"/back"},
		"line_items[0][price]": {"price_1"}, "line_items[0][quantity]": {"1"},
	}
	first := ask(e, form)
	if again := ask(e, form); again != first {
		t.Errorf("at once: %s is not %s", again, first)
	}
	if err := e.Advance(sessionLife + time.Minute); err != nil {
		t.Fatal(err)
	}
	if later := ask(e, form); later == first {
		t.Error("the key is remembered for too long")
	}
	expired := 0
	for _, c := range e.state.sessions.newest() {
		if c.Status == "expired" {
			expired++
		}
	}
	if expired != 1 {
		t.Errorf("%d sessions have expired", expired)
	}
}

func ask(e *Emulator, form url.Values) string {
	request := httptest.NewRequest(http.MethodPost, Prefix+"/v1/checkout/sessions", strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Authorization", "Bearer key")
	request.Header.Set("Idempotency-Key", "the key")
	answer := httptest.NewRecorder()
	e.ServeHTTP(answer, request)
	return answer.Body.String()
}
