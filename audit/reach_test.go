package audit_test

import (
	"context"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/audittest"
	"github.com/prokken/prokken/audit/report"
)

// TestUnreachedSites: what did not answer says why, and is walked once.
func TestUnreachedSites(t *testing.T) {
	t.Parallel()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	free.Close()
	for site, says := range map[string]string{
		"http://localhost":     "name it in audit.allow_private",
		"https://localhost":    "name it in audit.allow_private",
		"http://gone.example":  "There is no such host.",
		"https://gone.example": "There is no such host.",
		"http://" + address:    "Nobody listens there.",
		"https://" + address:   "Nobody listens there.",
	} {
		t.Run(site, func(t *testing.T) {
			l := newFixture(t, "")
			l.request.URL, l.request.Private = site, []string{address}
			r := l.run()
			opened, why := r.Opened()
			if opened || !strings.Contains(why, says) || r.Passed() {
				t.Errorf("opened %t: %q", opened, why)
			}
			for _, j := range r.Journeys[1:] {
				if len(j.Pages) != 0 || j.Ended != why {
					t.Errorf("%s was walked: %+v", j.Name, j)
				}
			}
		})
	}
}

// TestStoppedAudit: what was seen is told, and proves nothing.
func TestStoppedAudit(t *testing.T) {
	l := newFixture(t, audittest.Honest)
	l.page("/{$}", banner, "Set-Cookie", "sid=1; HttpOnly; SameSite=Lax")
	l.page("/about", "<p>About")
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	l.request.Progress = func(p audit.Progress) {
		if p.Journey == report.GPC { // every claim would hold by now
			stop()
		}
	}
	r, err := audit.Run(ctx, l.request)
	if err != nil {
		t.Fatal(err)
	}
	if r.Passed() || r.Stopped != "The audit was stopped; what came later was not seen." || len(r.Cookies) != 2 {
		t.Errorf("%q: %+v", r.Stopped, r.Cookies)
	}
}

// TestProgress: the count only grows, and the guess is right in the end.
func TestProgress(t *testing.T) {
	l := newFixture(t, audittest.Honest)
	l.page("/{$}", banner, "Set-Cookie", "sid=1; HttpOnly; SameSite=Lax")
	l.page("/about", "<p>About")
	var all []audit.Progress
	l.request.Progress = func(p audit.Progress) { all = append(all, p) }
	l.run()
	last := all[len(all)-1]
	if last.Done+1 != last.Pages || last.Journey != report.GPC || last.Cookies != 2 || last.Claims != 3 ||
		last.Settled != 0 {
		t.Errorf("it ended with %+v", last)
	}
	for i, p := range all {
		before := all[max(0, i-1)]
		if p.Done < before.Done || p.Done > before.Done+1 || p.Pages <= p.Done || p.Cookies < before.Cookies {
			t.Errorf("step %d: %+v", i, p)
		}
	}
}

// TestProgressOfASlowPage: a cookie is told before the page that set it has come to its end.
func TestProgressOfASlowPage(t *testing.T) {
	l := newFixture(t, audittest.Honest)
	told := make(chan struct{})
	l.page("/{$}", `<p>Slow <script src="/slow.js"></script>`, "Set-Cookie", "sid=1; HttpOnly; SameSite=Lax")
	l.mux.HandleFunc("/slow.js", func(http.ResponseWriter, *http.Request) {
		select {
		case <-told:
		case <-time.After(20 * time.Second):
			t.Error("the page is open, and nothing is told of its cookie")
		}
	})
	var once sync.Once
	l.request.Progress = func(p audit.Progress) {
		if slices.Contains(p.Names, "sid") {
			once.Do(func() { close(told) })
		}
	}
	l.run()
}
