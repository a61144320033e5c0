package browser

import (
	"io"
	"net/http"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// keeps tells the site what the page finds that an earlier one left, and then leaves
// something in every place that there is.
const keeps = `<script>(async () => {
	const found = [], look = async (name, there) => { if (await there()) found.push(name) };
	const files = await navigator.storage.getDirectory();
	await look("cookie", () => document.cookie.includes("script="));
	await look("localStorage", () => localStorage.length);
	await look("sessionStorage", () => sessionStorage.length);
	await look("IndexedDB", async () => (await indexedDB.databases()).length);
	await look("cache", async () => (await caches.keys()).length);
	await look("worker", async () => (await navigator.serviceWorker.getRegistrations()).length);
	await look("file", async () => !(await files.keys().next()).done);
	document.cookie = "script=1; max-age=3600"; localStorage.a = 1; sessionStorage.a = 1;
	await new Promise((done) => indexedDB.open("db").onsuccess = done);
	await caches.open("cache"); await navigator.serviceWorker.register("/worker.js");
	await files.getFileHandle("file", {create: true}); await fetch("/kept");
	await fetch("/found", {method: "POST", body: found.join(" ")});
})()</script>`

// keeper serves the page, and remembers what was sent.
type keeper struct {
	mu    sync.Mutex
	found []string // what pages found, one after the other
	kept  int      // how often the answer that may be kept was asked for
}

func (k *keeper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch r.URL.Path {
	case "/":
		w.Header().Add("Set-Cookie", "header=1; HttpOnly; Max-Age=3600")
		servePage(w, keeps)
	case "/worker.js":
		w.Header().Set("Content-Type", "text/javascript")
	case "/kept":
		k.kept++
		w.Header().Set("Cache-Control", "max-age=3600")
	case "/found":
		text, _ := io.ReadAll(r.Body)
		k.found = append(k.found, string(text))
	}
}

// TestNothingIsLeft: what one journey leaves in the browser the next one does not find,
// though it is the same browser.
func TestNothingIsLeft(t *testing.T) {
	k := &keeper{}
	s := newSite(t, k.ServeHTTP)
	first := s.open(t)
	first.Visit(s.address.String() + "/")
	first.Visit(s.address.String() + "/")
	first.Stop()
	second := s.open(t)
	defer second.Stop()
	if jar, err := second.jar(second.ctx); err != nil || len(jar) > 0 {
		t.Errorf("cookies: %v, %v", jar, err)
	}
	second.Visit(s.address.String() + "/")
	if first.process != second.process {
		t.Error("they had a browser each")
	}
	all := "cookie localStorage sessionStorage IndexedDB cache worker file"
	if diff := cmp.Diff([]string{"", all, ""}, k.found); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
	if k.kept != 2 {
		t.Errorf("the answer that may be kept was asked for %d times, not once by each journey", k.kept)
	}
}
