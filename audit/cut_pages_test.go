package audit_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prokken/prokken/audit/audittest"
	"github.com/prokken/prokken/audit/report"
)

// TestCutPages: a page that was not seen to its end may set what the policy says
// nothing of, so what it says of all pages cannot be seen.
func TestCutPages(t *testing.T) {
	t.Parallel()
	for name, serve := range map[string]func(*fixture){
		"hangs":         func(l *fixture) { l.hangs("/cut") },
		"never answers": func(l *fixture) { l.silent("/cut") },
		"is too large":  func(l *fixture) { l.page("/cut", large(4<<20)+`<script>document.cookie = "late=1"</script>`) },
		"has a script that is too large": func(l *fixture) {
			l.page("/cut", `<script src="/large.js"></script>`)
			l.mux.HandleFunc("/large.js", func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "text/javascript")
				_, _ = fmt.Fprint(w, strings.Repeat(" ", 4<<20), `document.cookie = "late=1"`)
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := adversarial(t, `<a href="/cut">cut</a>`)
			l.request.Limits.Answer = 2 << 20
			serve(l)
			r := l.run()
			for _, says := range []string{"We set one cookie.", "It is HttpOnly."} {
				if result := resultOf(t, r, says); result != report.Unseen {
					t.Errorf("%s %s", says, result)
				}
			}
			if said := r.Claims[0].Conditions[1].Reason; !strings.Contains(said, "/cut was not seen to its end.") {
				t.Errorf("%q", said)
			}
		})
	}
}

// TestWholePages: none of these is cut.
func TestWholePages(t *testing.T) {
	l := adversarial(
		t,
		`<a href="/away">1</a><a href="/missing">2</a><a href="/file">3</a><a href="/stream">4</a><a href="/busy">5</a><a href="/worker">6</a><a href="/polls">7</a><a href="/polls?again">8</a><a href="/asks">9</a><img src="/large.gif">`,
	)
	l.request.Limits.Polls, l.request.Limits.Answer = 300*time.Millisecond, 2<<20
	l.mux.HandleFunc("/away", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://other.test/pay", http.StatusSeeOther)
	})
	l.page("/file", "x", "Content-Disposition", "attachment; filename=x.exe")
	l.page(
		"/worker",
		`<script>new Worker("/worker.js"); new SharedWorker("/worker.js"); new Worker("/none.js")</script>`,
	)
	l.mux.HandleFunc("/worker.js", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/javascript")
		_, _ = fmt.Fprint(w, `setInterval(() => {}, 100)`)
	})
	l.page("/polls", `<script>fetch("/news")</script>`)
	l.mux.HandleFunc("/news", func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	l.page("/asks", `<script>let n = 0; setInterval(() => fetch("/new?" + n++), 50)</script>`)
	l.page("/new", "")
	l.page("/stream", `<script>new EventSource("/events")</script>`)
	l.mux.HandleFunc("/events", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	l.mux.HandleFunc(
		"/large.gif",
		func(w http.ResponseWriter, r *http.Request) { _, _ = fmt.Fprint(w, strings.Repeat("0", 4<<20)) },
	)
	var hung atomic.Bool
	l.mux.HandleFunc("/busy", func(w http.ResponseWriter, r *http.Request) {
		if !hung.Swap(true) { // only for a moment
			l.late.now("/busy")
			<-r.Context().Done()
		}
	})
	r := l.run()
	if !r.Passed() {
		t.Errorf("%+v", r.Claims)
	}
	for _, j := range r.Journeys {
		if i := slices.IndexFunc(j.Pages, func(p report.Page) bool { return p.Cut }); i >= 0 {
			t.Errorf("%s: %+v", j.Name, j.Pages[i])
		}
	}
}

// TestCutAnswer: what a page does after a yes may not come to its end, either.
func TestCutAnswer(t *testing.T) {
	l := newFixture(t, audittest.Honest)
	l.page(
		"/{$}",
		`<button onclick="document.cookie='stats=1; max-age=2592000'; document.head.append(Object.assign(document.createElement('script'), {src: '/slow'}))">Accept all</button><button>Reject all</button>`,
		"Set-Cookie",
		"sid=1; HttpOnly; SameSite=Lax",
	)
	l.mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) { l.late.now("/"); <-r.Context().Done() })
	r := l.run()
	if result := resultOf(t, r, "We set two cookies."); result != report.Unseen ||
		!strings.Contains(r.Claims[0].Conditions[1].Reason, "after its question was answered") {
		t.Errorf("%s: %+v", result, r.Claims)
	}
}
