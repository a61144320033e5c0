package browser

import (
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestStuckPagesEnd: a page whose process answers nothing, not even that it is to end, is ended,
// and the pages after it are seen with the cookies from before.
func TestStuckPagesEnd(t *testing.T) {
	var s *site
	stuck := make(chan struct{})
	s = newSite(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			w.Header().Set("Set-Cookie", "kept=1")
		case "/stuck":
			servePage(w, "<p>It begins")
			w.(http.Flusher).Flush()
			<-stuck
			return
		}
		servePage(w, "<p>"+r.Header.Get("Cookie"))
	})
	defer close(stuck)
	tab := s.open(t)
	defer tab.Stop()
	tab.Limits.Look = time.Second
	tab.Limits.Late = func(address string) <-chan struct{} {
		late := make(chan struct{})
		if strings.HasSuffix(address, "/stuck") {
			go func() {
				time.Sleep(time.Second)
				stopPages(t, tab)
				close(late)
			}()
		}
		return late
	}
	tab.Visit(s.address.String() + "/")
	if p := tab.Visit(s.address.String() + "/stuck"); !p.Cut {
		t.Errorf("it was not cut: %+v", p)
	}
	tab.Limits.Look = time.Minute
	if p := tab.Visit(s.address.String() + "/next"); p.Status != http.StatusOK || p.Cut {
		t.Errorf("the page after it: %+v", p)
	}
	if kept, err := tab.Shows(`document.querySelector("p").textContent === "kept=1"`); err != nil || !kept {
		t.Errorf("the cookie is gone: %v", err)
	}
}

// stopPages lets the processes of pages go on with nothing, as those of a machine too busy.
func stopPages(t *testing.T, tab *Tab) {
	stopped := 0
	for _, pid := range processesUsing(tab.folder) {
		if words, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/cmdline"); strings.Contains(string(words), "--type=renderer") {
			_ = syscall.Kill(pid, syscall.SIGSTOP)
			stopped++
		}
	}
	if stopped == 0 {
		t.Error("no page had a process")
	}
}
