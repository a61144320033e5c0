package emulator_test

import (
	"net/http"
	"testing"
	"time"
)

// TestTimePasses: sessions end and idempotency keys are forgotten after a day.
func TestTimePasses(t *testing.T) {
	w := newWorld(t)
	ask := func() string {
		_, made, _ := w.call(http.MethodPost, "checkout/sessions", "the key", sessionOf(w.customer, w.monthly))
		return text(made, "id")
	}
	first := ask()
	if again := ask(); again != first {
		t.Errorf("at once: %s is not %s", again, first)
	}
	if err := w.e.Advance(24*time.Hour + time.Minute); err != nil {
		t.Fatal(err)
	}
	if later := ask(); later == first {
		t.Error("the key is remembered for too long")
	}
	if expired := w.get("checkout/sessions?status=expired")["data"].([]any); len(expired) != 1 {
		t.Errorf("%d sessions have expired", len(expired))
	}
}
