package audit_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/report"
)

// TestToldApart: a site that hides its cookie from audits is found out where it is looked at both
// ways, whichever of the two is the first; one that treats them alike is not accused.
func TestToldApart(t *testing.T) {
	for name, tt := range map[string]struct {
		asVisitor, hides bool
		want             int
	}{"a visitor first": {true, true, 1}, "an audit first": {false, true, 1}, "an honest site": {true, false, 0}} {
		t.Run(name, func(t *testing.T) {
			l := newFixture(t, "slug: cookies\ntitle: Cookies\n")
			l.request.Own, l.request.AsVisitor, l.request.BothWays = false, tt.asVisitor, true
			l.mux.HandleFunc("/{$}", func(w http.ResponseWriter, r *http.Request) {
				if !tt.hides || !strings.Contains(r.UserAgent(), browser.Agent) {
					w.Header().Set("Set-Cookie", "sid=1; HttpOnly; SameSite=Lax")
				}
			})
			r := l.run()
			n := 0
			for _, f := range r.Findings {
				if f.Kind == report.ToldApart {
					n++
					if f.Subject != "sid" || !strings.Contains(f.What, "meets visitors") {
						t.Errorf("%+v", f)
					}
				}
			}
			if n != tt.want || !r.BothWays {
				t.Errorf("%d times told apart, %v: %v", n, r.BothWays, r.Notes)
			}
		})
	}
}

// TestPhone: what a site does to phones alone is seen.
func TestPhone(t *testing.T) {
	l := newFixture(t, "slug: cookies\ntitle: Cookies\n")
	l.page("/{$}", `<meta name=viewport content="width=device-width"><script>
		if (matchMedia("(max-width: 400px) and (pointer: coarse)").matches) document.cookie = "narrow=1; path=/"
		if (navigator.userAgentData?.mobile) document.cookie = "mobile=1; path=/"
		if (navigator.maxTouchPoints > 0) document.cookie = "touch=1; path=/"
		</script>`)
	r := l.run()
	for _, name := range []string{"narrow", "mobile", "touch"} {
		cookieOf(t, r, name)
	}
}
