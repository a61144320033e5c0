package audit_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/audit/report"
)

// TestEndlessPages: what never ends is ended, each in its time, and the pages after it are
// seen.
func TestEndlessPages(t *testing.T) {
	l := newFixture(t, oneCookie)
	l.request.Pages, l.request.Limits.Page, l.request.Limits.Answer = 20, 3*time.Second, 8<<20
	bad := map[string]string{
		"/frames":    `<script>const f = document.createElement("iframe"); f.src = "/frames?" + Math.random(); document.documentElement.append(f)</script>`,
		"/dom":       `<script>const p = document.createElement("p"); p.textContent = "x".repeat(1000); for (let i = 0; i < 50000; i++) document.documentElement.append(p.cloneNode(true))</script>`,
		"/navigates": `<script>setInterval(() => { location = "/navigates?" + Math.random() }, 30)</script>`,
		"/dialogs":   `<script>setInterval(() => alert(1), 10)</script>`,
		"/moves":     `<script>setInterval(() => { document.title += "x"; history.pushState({}, "", "/moves?" + Math.random()) }, 5)</script>`,
	}
	links := "<a href=/stream>x</a>"
	for path, body := range bad {
		links += "<a href=" + path + ">x</a>"
		l.page(path, body)
	}
	l.page("/{$}", links+"<a href=/last>x</a>", "Set-Cookie", "sid=1; HttpOnly; SameSite=Lax; Max-Age=3600")
	l.page("/last", "", "Set-Cookie", "last=1")
	l.mux.HandleFunc("/stream", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		for r.Context().Err() == nil {
			_, _ = fmt.Fprint(w, strings.Repeat("<p>more", 100))
			w.(http.Flusher).Flush()
			time.Sleep(20 * time.Millisecond)
		}
	})
	began := time.Now()
	r := l.run()
	if took := time.Since(began); took > l.request.Limits.Total {
		t.Errorf("it took %s", took)
	}
	cookieOf(t, r, "last")
	for _, path := range []string{"/frames", "/dom", "/navigates", "/dialogs", "/moves", "/stream"} {
		troubleOf(t, r, path) // it was visited
	}
	if says := troubleOf(t, r, "/stream"); says == "" || resultOf(t, r, "We set one cookie.") != report.Fails {
		t.Errorf("the stream: %q", says)
	}
}
