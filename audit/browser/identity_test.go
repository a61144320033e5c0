package browser

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prokken/prokken/audit/observe"
)

// TestIdentity: a visitor's browser does not give itself away, and another one always
// says its name, also in requests of workers.
func TestIdentity(t *testing.T) {
	for _, asVisitor := range []bool{true, false} {
		var mu sync.Mutex
		asked := map[string]http.Header{}
		s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			asked[r.URL.Path] = r.Header
			mu.Unlock()
			if r.URL.Path == "/worker.js" {
				w.Header().Set("Content-Type", "text/javascript")
				_, _ = w.Write([]byte(`addEventListener("install", e => e.waitUntil(fetch("/from-worker")))`))
				return
			}
			servePage(w, `<script>navigator.serviceWorker.register("/worker.js")</script>`)
		})
		tab, err := Open(t.Context(), Settings{
			Browsers: s.browsers, Proxy: s.door.Address(), Site: s.address, AsVisitor: asVisitor,
			Limits: Limits{Page: time.Minute, Look: time.Minute, Stay: time.Second, Store: 1 << 20},
		}, observe.New(s.address))
		if err != nil {
			t.Fatal(err)
		}
		tab.Visit(s.address.String() + "/")
		ctx, cancel := tab.Look()
		shown, err := Evaluate[[]string](
			ctx,
			`[String(navigator.webdriver), navigator.userAgent, navigator.languages.join(), screen.width + "x" + screen.height,
			Intl.DateTimeFormat().resolvedOptions().timeZone, navigator.userAgentData.brands.map(b => b.brand).join(), String(!!window.chrome), navigator.platform]`,
		)
		cancel()
		tab.Stop()
		t.Log(shown, err)
		if err != nil || shown[0] != "false" || shown[2] != "en-GB,en" || shown[3] != "1920x1080" ||
			shown[4] != "Europe/London" {
			t.Errorf("%v, %v", shown, err)
		}
		mu.Lock()
		for _, path := range []string{"/", "/worker.js", "/from-worker"} {
			agent, hints := asked[path].Get("User-Agent"), asked[path].Get("Sec-Ch-Ua")
			if strings.Contains(agent, Agent) == asVisitor || strings.Contains(agent+hints, "Headless") || agent == "" {
				t.Errorf("%s was asked for by %q, %q", path, agent, hints)
			}
		}
		mu.Unlock()
	}
}
