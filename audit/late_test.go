package audit_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
)

// late says when a page has taken too long. No clock does in these tests: how fast the
// machine is makes no difference.
type late struct {
	mu      sync.Mutex
	waiting map[string][]chan struct{} // by the page's path
}

// at closes what it gives when the page at the address has taken too long.
func (l *late) at(address string) <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.waiting == nil {
		l.waiting = map[string][]chan struct{}{}
	}
	told, path := make(chan struct{}), pathOf(address)
	l.waiting[path] = append(l.waiting[path], told)
	return told
}

// now says that whoever waits for the page at the path has waited too long.
func (l *late) now(path string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, told := range l.waiting[path] {
		close(told)
	}
	delete(l.waiting, path)
}

// silent never answers at the path.
func (l *fixture) silent(path string) {
	l.mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
		l.late.now(path)
		<-r.Context().Done()
	})
}

// isLate is a script by which a page says that it has taken too long.
func isLate(path string) string { return `navigator.sendBeacon("/late?` + path + `");` }

// hangs begins to answer at the path, and never ends.
func (l *fixture) hangs(path string) {
	l.mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprint(w, "<!doctype html><p>begins<script>", isLate(path), "</script>")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
}

// large is a comment of so many bytes: a page that is large and easily drawn.
func large(bytes int) string {
	return "<!--" + strings.Repeat("0123456789abcde\n", bytes/16) + "-->"
}
