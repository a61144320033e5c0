package known

import (
	"testing"
	"time"

	"github.com/prokken/prokken/cookie"
)

func TestReadLife(t *testing.T) {
	for text, want := range map[string]cookie.Lifetime{
		"session": cookie.Session, "Session": cookie.Session, "30 minutes": cookie.Lifetime(30 * time.Minute),
		"1 hour": cookie.Lifetime(time.Hour),
		"1 day":  cookie.Lifetime(day), "2 Weeks": cookie.Lifetime(14 * day), "1 month": cookie.Lifetime(31 * day),
		"12 months": cookie.Lifetime(365 * day),
		"13 months": cookie.Lifetime(396 * day), "1 year": cookie.Lifetime(365 * day), "2 years": cookie.Lifetime(maxLife),
		"99 years": cookie.Lifetime(maxLife), "999999 years": cookie.Lifetime(maxLife),
		" 180  days ": cookie.Lifetime(180 * day), "6months": cookie.Lifetime(183 * day), "0 days": 0, "": 0,
		"persistent": 0, "years": 0, "-1 days": 0, "1 fortnight": cookie.Lifetime(14 * day),
	} {
		if got := readLife(text); got != want {
			t.Errorf("%q: %s, not %s", text, got, want)
		}
	}
}
