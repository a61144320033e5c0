//go:build linux

package browser

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/audit/observe"
)

// TestBrowserIsReplaced: a journey that did harm to its browser does none to the next.
func TestBrowserIsReplaced(t *testing.T) {
	s := newSite(t, serveHarm)
	tests := []struct {
		name, path string
		harm       func(*Tab)
		replaced   bool
	}{
		{"none", "/", func(*Tab) {}, false},
		{"an endless page", "/endless", func(*Tab) {}, false},
		{"an endless worker", "/worker", func(*Tab) {}, false},
		{"a page's process ends", "/", (*Tab).crash, true},
		{"the browser ends", "/", (*Tab).kill, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := s.open(t)
			before.Limits.Page = time.Second
			idle := len(processesUsing(before.folder))
			before.Visit(s.address.String() + tt.path)
			tt.harm(before)
			before.Stop()
			after := s.open(t)
			defer after.Stop()
			if p := after.Visit(s.address.String() + "/"); p.Status != http.StatusOK || p.Trouble != "" {
				t.Errorf("the next journey: %+v", p)
			}
			if replaced := after.process != before.process; replaced != tt.replaced {
				t.Errorf("replaced: %t", replaced)
			}
			if left := len(processesUsing(before.folder)); tt.replaced && left > 0 || left > idle {
				t.Errorf("%d processes are left, there were %d", left, idle)
			}
		})
	}
}

func serveHarm(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/endless":
		servePage(w, `<script>for (;;) {}</script>`)
	case "/worker":
		servePage(w, `<script>new Worker("/endless.js"); navigator.serviceWorker.register("/endless.js")</script>`)
	case "/endless.js":
		w.Header().Set("Content-Type", "text/javascript")
		fmt.Fprint(w, "for (;;) {}")
	default:
		servePage(w, "<p>x")
	}
}

// TestBrowserIsTriedAgain: one that does not come up is tried twice more, and no more.
func TestBrowserIsTriedAgain(t *testing.T) {
	runs := 1 // of one start
	if own, _ := ownUser(); own != nil {
		runs = 2 // without the sandbox, too
	}
	for name, tt := range map[string]struct {
		fails int
		opens bool
	}{
		"comes up the third time": {2 * runs, true},
		"never comes up":          {3 * runs, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, func(w http.ResponseWriter, _ *http.Request) { servePage(w, "") })
			s.browsers.chromium = failing(t, s.browsers.chromium, tt.fails)
			tab, err := Open(
				context.Background(),
				Settings{Browsers: s.browsers, Proxy: s.door.Address(), Site: s.address},
				observe.New(s.address),
			)
			if err == nil {
				tab.Stop()
			}
			if (err == nil) != tt.opens || err != nil && !errors.Is(err, ErrDidNotStart) {
				t.Errorf("opened: %v", err)
			}
		})
	}
}

// failing is a browser that ends at once, the first times that it is started.
func failing(t *testing.T, path string, times int) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "failing-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	program, count := filepath.Join(folder, "chromium"), filepath.Join(folder, "count")
	script := strings.NewReplacer("COUNT", count, "TIMES", fmt.Sprint(times), "PATH", path).Replace(
		"#!/bin/sh\necho >> COUNT\n[ $(wc -l < COUNT) -gt TIMES ] || exit 1\nexec PATH \"$@\"\n",
	)
	for name, text := range map[string]string{program: script, count: ""} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(name, 0o777); err != nil { // the browser's own user gets in
			t.Fatal(err)
		}
	}
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	return program
}

// TestClosedPool: a browser that comes back after the end is ended, and its folder with
// it.
func TestClosedPool(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request) { servePage(w, "") })
	tab := s.open(t)
	s.browsers.Close()
	tab.Stop()
	if left := processesUsing(tab.folder); len(left) > 0 {
		t.Errorf("%d processes are left", len(left))
	}
	if _, err := os.Stat(tab.folder); !os.IsNotExist(err) {
		t.Errorf("its folder: %v", err)
	}
}

// TestSweepLeavesWhatIsUsed: a browser may run for long.
func TestSweepLeavesWhatIsUsed(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request) { servePage(w, "") })
	tab := s.open(t)
	defer tab.Stop()
	old := time.Now().Add(-24 * time.Hour)
	if err := os.Chtimes(tab.folder, old, old); err != nil {
		t.Fatal(err)
	}
	Sweep()
	if p := tab.Visit(s.address.String() + "/"); p.Status != http.StatusOK {
		t.Errorf("%+v", p)
	}
}

// TestSharedBrowser: journeys that share a browser run side by side in it, and one that does
// harm ends no other.
func TestSharedBrowser(t *testing.T) {
	s := newSite(t, serveHarm)
	s.browsers.Shared = true
	one, other := s.open(t), s.open(t)
	if one.process != other.process {
		t.Error("they had a browser each")
	}
	one.crash()
	one.broken.Store(true)
	one.Stop()
	if p := other.Visit(s.address.String() + "/"); p.Status != http.StatusOK {
		t.Errorf("the other journey: %+v", p)
	}
	next := s.open(t)
	if next.process == other.process {
		t.Error("the next journey got the browser that was harmed")
	}
	next.Stop()
	other.Stop()
	if left := processesUsing(other.folder); len(left) > 0 {
		t.Errorf("%d processes are left of it", len(left))
	}
}

// TestBrowserStepsBack: everything else on the machine comes first where that is wanted, and
// what a page starts later is no exception.
func TestBrowserStepsBack(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request) { servePage(w, "<p>x") })
	s.browsers.LowPriority = true
	tab := s.open(t)
	defer tab.Stop()
	if p := tab.Visit(s.address.String() + "/"); p.Status != http.StatusOK {
		t.Fatalf("%+v", p)
	}
	all := processesUsing(tab.folder)
	if len(all) < 3 {
		t.Fatalf("%d processes", len(all))
	}
	for _, pid := range all {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		fields := strings.Fields(string(stat[max(0, strings.LastIndexByte(string(stat), ')')):]))
		if err == nil && fields[17] != "19" {
			t.Errorf("process %d is nice %s", pid, fields[17])
		}
		if err == nil && fields[39] != "5" { // SCHED_IDLE
			t.Errorf("process %d is scheduled by policy %s", pid, fields[39])
		}
		score, err := os.ReadFile(fmt.Sprintf("/proc/%d/oom_score_adj", pid))
		// A browser's own helpers go back to 200 where they may.
		if n, _ := strconv.Atoi(strings.TrimSpace(string(score))); err == nil && n < 200 {
			t.Errorf("process %d goes with %s", pid, score)
		}
	}
}
