package audit_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prokken/prokken/audit/report"
)

// TestEndlessPages: what never ends is ended, each in its time, and the pages after it are
// seen.
func TestEndlessPages(t *testing.T) {
	l := newFixture(t, oneCookie)
	l.request.Pages, l.request.Limits.Answer, l.request.Limits.Look = 20, 8<<20, 5*time.Second
	bad := map[string]string{
		"/frames":    `<script>const f = document.createElement("iframe"); f.src = "/frames?" + Math.random(); document.documentElement.append(f)</script>`,
		"/dom":       `<script>document.documentElement.hidden = true; const p = document.createElement("p"); p.textContent = "x".repeat(1000); for (let i = 0; i < 50000; i++) document.documentElement.append(p.cloneNode(true))</script>`,
		"/navigates": `<script>setInterval(() => { location = "/navigates?" + Math.random() }, 30)</script>`,
		"/dialogs":   `<script>` + isLate("/dialogs") + `setInterval(() => alert(1), 50)</script>`,
		"/moves": `<script>let n = 0; setInterval(() => { if (n++ === 20) ` + isLate(
			"/moves",
		) + ` document.title += "x"; history.pushState({}, "", "/moves?" + Math.random()) }, 50)</script>`,
	}
	// Those that keep the browser busiest come last: what sends the signal sees the first six pages again.
	order := []string{"/stream", "/last", "/dom", "/navigates", "/dialogs", "/moves", "/frames", "/end"}
	links := ""
	for _, path := range order {
		links += "<a href=" + path + ">x</a>"
	}
	for path, body := range bad {
		l.endless(path, body)
	}
	l.page("/end", "", "Set-Cookie", "end=1")
	l.page("/{$}", links, "Set-Cookie", "sid=1; HttpOnly; SameSite=Lax; Max-Age=3600")
	l.page("/last", "", "Set-Cookie", "last=1")
	l.mux.HandleFunc("/stream", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		for n := 0; r.Context().Err() == nil; n++ {
			if n == 20 {
				l.late.now("/stream")
			}
			_, _ = fmt.Fprint(w, strings.Repeat("<p>more", 100))
			w.(http.Flusher).Flush()
			time.Sleep(20 * time.Millisecond)
		}
	})
	r := l.run()
	cookieOf(t, r, "last")
	cookieOf(t, r, "end")
	for _, path := range []string{"/frames", "/dom", "/navigates", "/dialogs", "/moves", "/stream"} {
		troubleOf(t, r, path) // it was visited
	}
	if says := troubleOf(t, r, "/stream"); says == "" || resultOf(t, r, "We set one cookie.") != report.Fails {
		t.Errorf("the stream: %q", says)
	}
}

// endless serves a page that asks for itself without end; after some times it has taken
// too long.
func (l *fixture) endless(path, body string) {
	var asked atomic.Int64
	l.mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
		if asked.Add(1)%20 == 0 {
			l.late.now(path)
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprint(w, "<!doctype html><title>A page</title>", body)
	})
}
