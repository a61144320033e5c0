package audit_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/audit/report"
)

// TestGestures: what pages do when people use them is seen, and nothing is pressed that
// does more than show something.
func TestGestures(t *testing.T) {
	t.Parallel()
	set := func(name string) string { return `document.cookie='` + name + `=1; path=/'` }
	for name, tt := range map[string]struct {
		body string
		sets []string
	}{
		"scrolled into view": {`<div style="height:4000px"></div><p id=p>Far</p><div style="height:3000px"></div>
			<script>new IntersectionObserver(e => { if (e[0].isIntersecting) ` + set("seen") + ` }).observe(p)</script>`, []string{"seen"}},
		"a soft link": {`<a id=l href="/app">App</a><script>l.onclick = e => { e.preventDefault(); history.pushState({}, "", "/app"); ` + set("soft") + ` }</script>`, []string{"hard", "soft"}},
		"a button":    {`<button onclick="` + set("cart") + `">Open cart</button><button onclick="` + set("bought") + `">Buy now</button>`, []string{"cart"}},
		"a field": {
			`<form action="/find"><input name=q onfocus="` + set("focus") + `" oninput="` + set("typed") + `"></form>`,
			[]string{"focus", "found", "typed"},
		},
		"an advertisement": {
			`<script>if (location.search.includes("gclid")) ` + set("click") + `; if (document.referrer.includes("google")) ` + set("referrer") + `</script>`,
			[]string{"click", "referrer"},
		},
		"a second visit": {`<script>if (localStorage.before) ` + set("again") + `; localStorage.before = 1</script>`, []string{"again"}},
		"hidden links": {`<x-l></x-l><map><area href="/area"></map><svg><a href="/svg"><text>S</text></a></svg><iframe src="/frame"></iframe>
			<script>document.querySelector("x-l").attachShadow({mode: "open"}).innerHTML = "<a href=/shadow>S</a>"</script>`, []string{"area", "inframe", "shadow", "svg"}},
		"a hash route": {`<a href="#/far">Far</a><script>onhashchange = () => { if (location.hash === "#/far") ` + set("route") + ` }</script>`, []string{"route"}},
	} {
		t.Run(name, func(t *testing.T) {
			l := newFixture(t, "")
			l.request.Limits.Stay = 300 * time.Millisecond
			l.page("/{$}", tt.body)
			for _, path := range []string{"area", "svg", "shadow", "inframe"} {
				l.page("/"+path, `<script>`+set(path)+`</script>`)
			}
			l.page("/frame", `<a href="/inframe">In</a>`)
			l.page("/app", `<script>`+set("hard")+`</script>`)
			l.page("/find", `<script>`+set("found")+`</script>`)
			wantsCookies(t, l.run(), tt.sets...)
		})
	}
}

func wantsCookies(t *testing.T, r report.Report, want ...string) {
	t.Helper()
	var got []string
	for _, c := range r.Cookies {
		got = append(got, c.Name)
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestSitemap: pages that only it names are opened.
func TestSitemap(t *testing.T) {
	l := newFixture(t, "")
	l.page("/{$}", `<p>Hello`)
	l.page("/alone", "", "Set-Cookie", "alone=1")
	l.mux.HandleFunc("/sitemap.xml", func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprintf(
			w,
			`<urlset><url><loc>http://%s/alone</loc></url><url><loc>http://other.test/far</loc></url></urlset>`,
			l.host,
		)
	})
	wantsCookies(t, l.run(), "alone")
}

// TestHintsAndIDs: hosts that pages only name to the browser count as asked, and what the
// site keeps of a visitor is seen on its way to others.
func TestHintsAndIDs(t *testing.T) {
	l := newFixture(t, "slug: cookies\ntitle: Cookies\n")
	l.page(
		"/{$}",
		`<link rel="preconnect" href="http://connected.test"><link rel="dns-prefetch" href="//looked-up.test">
		<a href="#" ping="http://told.test/p">A</a><script>document.cookie = "visitor=abcdef123456; path=/"; localStorage.device = "zyxw/98765432";
		new Image().src = "http://tracker.test/p?v=abcdef123456"; navigator.sendBeacon("http://other.test/b", JSON.stringify({d: localStorage.device}))</script>`,
	)
	r := l.run()
	var hosts []string
	for _, q := range r.Requests {
		hosts = append(hosts, q.Host+" "+strings.Join(q.Carries, " "))
	}
	slices.Sort(hosts)
	want := []string{"connected.test ", "looked-up.test ", "other.test device", "told.test ", "tracker.test visitor"}
	if !slices.Equal(hosts, want) {
		t.Errorf("%q", hosts)
	}
	for _, f := range r.Findings {
		if f.Subject == "tracker.test" && !strings.Contains(f.What, "what the site keeps as visitor") {
			t.Error(f.What)
		}
	}
}
