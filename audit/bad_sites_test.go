package audit_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/report"
)

// TestBadPages: whatever a page does, the audit ends, and tells of the others.
func TestBadPages(t *testing.T) {
	l := newFixture(t, "")
	l.request.Pages, l.request.Limits.Answer, l.request.Limits.Store = 20, 2<<20, 1<<20
	l.request.Limits.Look = 5 * time.Second
	// What sends the signal sees the first six pages again: those that take long come later.
	bad := []string{
		"/hangs",
		"/loops",
		"/busy",
		"/download",
		"/slow",
		"/dialogs",
		"/reloads",
		"/leaves",
		"/windows",
		"/large",
		"/stores",
		"/many",
	}
	links := ""
	for _, path := range append(bad, "/last") {
		links += "<a href=" + path + ">x</a>"
	}
	l.page("/{$}", links)
	l.page(
		"/dialogs",
		`<script>alert(1); confirm(2); prompt(3); addEventListener("beforeunload", (e) => e.preventDefault())</script>`,
	)
	l.page("/windows", `<script>for (let i = 0; i < 50; i++) open("/last")</script>`)
	l.hangs("/hangs")
	l.silent("/slow")
	l.mux.HandleFunc(
		"/loops",
		func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loops", http.StatusFound) },
	)
	l.page("/large", large(4<<20))
	l.page("/busy", `<script>`+isLate("/busy")+`for (;;) {}</script>`)
	l.page("/many", `<script>for (let i = 0; i < 5000; i++) document.cookie = "c" + i + "=1"</script>`)
	l.page(
		"/stores",
		`<script>(async () => { const c = await caches.open("big"); for (let i = 0; i < 300; i++) await c.put("/" + i, new Response(new Uint8Array(1 << 20))) })()</script>`,
	)
	l.page("/download", "x", "Content-Disposition", "attachment; filename=x.exe")
	l.page("/leaves", `<script>location = "http://other.test/elsewhere"</script>`)
	l.page(
		"/reloads",
		`<script>sessionStorage.n = 1 + Number(sessionStorage.n ?? 0); if (sessionStorage.n > 5) `+isLate(
			"/reloads",
		)+` setTimeout(() => location.reload(), 10)</script>`,
	)
	l.page("/last", "", "Set-Cookie", "last=1")
	r := l.run()
	cookieOf(t, r, "last")
	if len(r.Cookies) < 100 {
		t.Errorf("of 5,000 cookies %d were seen", len(r.Cookies))
	}
	for path, want := range map[string]string{
		"/hangs": "still loading", "/slow": "no answer within", "/loops": "redirects endlessly", "/large": "cut off",
		"/busy":   "still loading",
		"/leaves": "", "/download": "download",
	} {
		if got := troubleOf(t, r, path); want == "" && got != "" && !strings.Contains(got, "another site") ||
			!strings.Contains(got, want) {
			t.Errorf("%s: %q", path, got)
		}
	}
	if notes := strings.Join(r.Notes, "\n"); !strings.Contains(notes, "dialogs") ||
		!strings.Contains(notes, "windows") {
		t.Errorf("notes: %s", notes)
	}
	if i := slices.IndexFunc(r.Stored, func(s report.Stored) bool { return s.Key == "big" }); i < 0 ||
		r.Stored[i].Size > 4<<20 {
		t.Errorf("what was stored: %+v", r.Stored)
	}
	for _, q := range r.Requests {
		if q.Host == "other.test" && !q.Blocked {
			t.Errorf("the tab left the site: %+v", q)
		}
	}
}

func troubleOf(t *testing.T, r report.Report, path string) string {
	t.Helper()
	for _, p := range r.Journeys[0].Pages {
		if pathOf(p.URL) == path {
			return p.Trouble
		}
	}
	t.Errorf("%s was not visited", path)
	return ""
}

// TestNothingToSee: a site that cannot be opened is told of in words.
func TestNothingToSee(t *testing.T) {
	t.Parallel()
	tls := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(tls.Close)
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	tests := map[string]struct {
		url, says string
		private   bool
	}{
		"no such host":    {"http://nowhere.test.invalid/", "There is no such host.", false},
		"nobody listens":  {closed.URL, "Nobody listens there.", true},
		"certificate":     {tls.URL, "certificate", true},
		"private address": {closed.URL, "private", false},
		"metadata":        {"http://169.254.169.254/latest/meta-data", "private", false},
		"mapped":          {"http://[::ffff:127.0.0.1]:80/", "private", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			l := newFixture(t, "")
			l.request.URL, l.request.Private = tt.url, nil
			if tt.private {
				l.request.Private = []string{strings.TrimPrefix(strings.TrimPrefix(tt.url, "https://"), "http://")}
			}
			r := l.run()
			if said := r.Journeys[0].Ended; !strings.Contains(said, tt.says) {
				t.Errorf("it says %q, not %q", said, tt.says)
			}
			if r.Passed() {
				t.Error("it passed")
			}
		})
	}
}

func TestAddresses(t *testing.T) {
	for _, text := range []string{"file:///etc/passwd", "ftp://example.com", "javascript:alert(1)", "chrome://version", "http://", "http://u:p@example.com", "data:text/html,x", "://"} {
		if _, err := audit.Run(context.Background(), audit.Request{URL: text, Chromium: "/nowhere", Limits: audit.DefaultLimits()}); err == nil {
			t.Errorf("%s was taken", text)
		}
	}
}

// timeUp ends journeys where a test says so, and keeps the budgets that they had.
type timeUp struct {
	mu      sync.Mutex
	budgets []time.Duration
	end     func()
}

func (u *timeUp) start(budget time.Duration, end func()) (stop func() bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	inTime := true
	u.budgets = append(u.budgets, budget)
	u.end = func() { inTime = false; end() }
	return func() bool { u.mu.Lock(); defer u.mu.Unlock(); return inTime }
}

func (u *timeUp) now() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.end()
}

// TestEnds: an audit ends when it has to, with what it saw until then, and says what it
// could not reach.
func TestEnds(t *testing.T) {
	l, up := newFixture(t, oneCookie), &timeUp{}
	l.page("/", `<a href="/1">1</a>`, "Set-Cookie", "sid=1; HttpOnly; SameSite=Lax; Max-Age=3600")
	l.mux.HandleFunc("/1", func(w http.ResponseWriter, r *http.Request) { up.now(); <-r.Context().Done() })
	l.request.TimeUp = up.start
	r := l.run()
	cookieOf(t, r, "sid")
	notes := strings.Join(r.Notes, "\n")
	if !strings.Contains(notes, "ended after 1 hour") ||
		!strings.Contains(notes, "It did not reach 2 claims: “We set one cookie.”") {
		t.Errorf("%q, %+v", r.Notes, r.Journeys)
	}
	if result := resultOf(t, r, "We set one cookie."); result != report.Unseen || r.Stopped == "" {
		t.Errorf("%s: %q", result, r.Stopped)
	}
}

// TestSlowPageLeavesOthersTime: what hangs on one journey takes no time of the others.
func TestSlowPageLeavesOthersTime(t *testing.T) {
	l, up := newFixture(t, oneCookie), &timeUp{}
	l.page("/", `<a href="/1">1</a>`, "Set-Cookie", "sid=1; HttpOnly; SameSite=Lax; Max-Age=3600")
	l.mux.HandleFunc("/1", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Sec-GPC") == "" {
			up.now()
			<-r.Context().Done()
		}
	})
	l.request.TimeUp = up.start
	r := l.run()
	last := r.Journeys[len(r.Journeys)-1]
	if r.Journeys[0].Ended == "" || last.Name != report.GPC || last.Ended != "" || len(last.Pages) != 2 {
		t.Errorf("%+v", r.Journeys)
	}
	if first := up.budgets[0]; first < time.Hour/3 || first > time.Hour*3/4 {
		t.Errorf("the first journey may take %s of an hour", first)
	}
}
