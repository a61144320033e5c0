package observe

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/cookie"
)

// TestReportIsReadAgain: sites ask for lives that no policy can declare.
func TestReportIsReadAgain(t *testing.T) {
	now := time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)
	before := report.Report{Cookies: []report.Cookie{
		{Name: "open", Lifetime: cookie.Session, Seen: []report.Where{{Journey: report.Anonymous, Page: "https://x.test/"}}},
		{Name: "year", Lifetime: cookie.Lifetime(365 * 24 * time.Hour), HTTPOnly: true, Size: 7},
		{Name: "ten", Lifetime: lifetimeOf(&http.Cookie{MaxAge: 315360001}, now)},
		{Name: "huge", Lifetime: lifetimeOf(&http.Cookie{MaxAge: 1 << 40}, now)},
		{Name: "9999", Lifetime: lifetimeOf(&http.Cookie{Expires: now.AddDate(7000, 0, 0)}, now)},
	}}
	text, err := json.Marshal(before)
	if err != nil {
		t.Fatal(err)
	}
	var after report.Report
	if err := json.Unmarshal(text, &after); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Error(diff)
	}
	if err := json.Unmarshal([]byte(`{"name":"x","lifetime":"soon"}`), &report.Cookie{}); err == nil {
		t.Error("soon is no lifetime")
	}
}
