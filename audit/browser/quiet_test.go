//go:build linux

package browser

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/prokken/prokken/audit/banner"
)

// TestTabTellsNoMore: the browser tells of a page only what is listened for: nothing of its
// elements, its styles or the steps of its loading, nor what the rules for consent tools write.
func TestTabTellsNoMore(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request) { servePage(w, "<style>p {color: red}</style><p>x") })
	tab := s.open(t)
	defer tab.Stop()
	var mu sync.Mutex
	told := map[string]int{}
	if err := chromedp.Listen(tab.ctx, func(event any) {
		mu.Lock()
		defer mu.Unlock()
		told[fmt.Sprintf("%T", event)]++
	}); err != nil {
		t.Fatal(err)
	}
	tab.Visit(s.address.String() + "/")
	ctx, cancel := tab.Look()
	defer cancel()
	for _, f := range tab.FramesApart(ctx) {
		if started, err := ReadFrame[bool](ctx, f, banner.RulesScript(banner.RulesDetect)); !started || err != nil {
			t.Fatalf("the rules did not start: %v", err)
		}
		tab.Pass(ctx, 4*still)
	}
	mu.Lock()
	defer mu.Unlock()
	if told["*page.EventLoadEventFired"] != 1 {
		t.Errorf("it told %v", told)
	}
	for name, times := range told {
		if strings.HasPrefix(name, "*dom.") || strings.HasPrefix(name, "*css.") || strings.HasPrefix(name, "*log.") ||
			name == "*page.EventLifecycleEvent" || name == "*runtime.EventConsoleAPICalled" {
			t.Errorf("it told %s %d times", name, times)
		}
	}
}

// TestLeftPageEnds: a page that is left is not kept for who goes back, and knows it.
func TestLeftPageEnds(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request) {
		servePage(w, "<script>addEventListener('pagehide', e => localStorage.kept = e.persisted)</script>")
	})
	tab := s.open(t)
	defer tab.Stop()
	tab.Visit(s.address.String() + "/")
	tab.Visit(s.address.String() + "/other")
	ctx, cancel := tab.Look()
	defer cancel()
	if kept, err := Evaluate[string](ctx, "localStorage.kept"); kept != "false" || err != nil {
		t.Errorf("it was kept: %q, %v", kept, err)
	}
}

// TestWorlds: a world is known until a document ends; one that may have ended while it was
// asked for is asked for again.
func TestWorlds(t *testing.T) {
	w := &worlds{known: map[cdp.FrameID]runtime.ExecutionContextID{}}
	asked := runtime.ExecutionContextID(0)
	ask := func() (runtime.ExecutionContextID, error) { asked++; return asked, nil }
	wants := func(what string, want runtime.ExecutionContextID, create func() (runtime.ExecutionContextID, error)) {
		t.Helper()
		if id, err := w.of("frame", create); id != want || err != nil {
			t.Errorf("%s: world %d, not %d; %v", what, id, want, err)
		}
	}
	wants("at first", 1, ask)
	wants("again", 1, ask)
	w.hear(&runtime.EventExecutionContextsCleared{})
	wants("after a navigation", 2, ask)
	w.hear(&runtime.EventExecutionContextDestroyed{})
	wants("one that ends meanwhile", 3, func() (runtime.ExecutionContextID, error) {
		w.hear(&runtime.EventExecutionContextsCleared{})
		return ask()
	})
	wants("after it", 4, ask)
}

// TestWorldOfEachDocument: what was read on one page is not there on the next.
func TestWorldOfEachDocument(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) { servePage(w, "<p>"+r.URL.Path) })
	tab := s.open(t)
	defer tab.Stop()
	for _, path := range []string{"/a", "/b", "/a"} {
		tab.Visit(s.address.String() + path)
		ctx, cancel := tab.Look()
		defer cancel()
		for range 2 {
			read, err := ReadFrame[string](ctx, tab.page(ctx)[0], "document.body.innerText")
			if read != path || err != nil {
				t.Errorf("on %s it read %q: %v", path, read, err)
			}
		}
	}
}
