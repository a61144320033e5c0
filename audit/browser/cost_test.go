//go:build linux

package browser

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestOneWorld: a document is read in one world, however often; a script that changes what it
// finds gets another.
func TestOneWorld(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request) { servePage(w, "<p>x") })
	tab := s.open(t)
	defer tab.Stop()
	tab.Visit(s.address.String() + "/")
	ctx, cancel := tab.Look()
	defer cancel()
	first, second, apart := tab.Frames(ctx), tab.page(ctx), tab.FramesApart(ctx)
	if len(first) != 1 || len(second) != 1 || len(apart) != 1 {
		t.Fatalf("%v %v %v", first, second, apart)
	}
	if first[0].world != second[0].world {
		t.Errorf("the second look had a world of its own")
	}
	if first[0].world == apart[0].world {
		t.Errorf("the script had no world of its own")
	}
}

// TestIdleBrowserEnds: a browser is kept for the next journey, and not for longer than it is to be.
func TestIdleBrowserEnds(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request) { servePage(w, "") })
	s.browsers.Idle = time.Hour
	first := s.open(t)
	first.Stop()
	s.browsers.Idle = 100 * time.Millisecond
	second := s.open(t)
	if second.process != first.process {
		t.Error("the browser was not kept")
	}
	second.Stop()
	for giveUp := time.Now().Add(time.Minute); ; time.Sleep(pause) {
		_, err := os.Stat(second.folder)
		if os.IsNotExist(err) && len(processesUsing(second.folder)) == 0 {
			return
		}
		if time.Now().After(giveUp) {
			t.Fatal("it still runs")
		}
	}
}

// TestMemoryOfBrowser: what processes share counts once.
func TestMemoryOfBrowser(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, _ *http.Request) { servePage(w, "") })
	tab := s.open(t)
	defer tab.Stop()
	all := processesUsing(tab.folder)
	resident, held := residentIn(all), memoryOf(all)
	if held < 10<<20 || resident < held {
		t.Errorf("it holds %d bytes; its processes, each alone, %d", held, resident)
	}
	if between := (resident + held) / 2; !holdsMore(tab.folder, held/2) || holdsMore(tab.folder, between) {
		t.Errorf("it holds %d bytes, and that is not what is told from %d and %d", held, held/2, between)
	}
}

// TestWithoutLauncher: only a script that is known is gone around, and only to a browser that
// is there.
func TestWithoutLauncher(t *testing.T) {
	script, itself := filepath.Join(t.TempDir(), "script"), filepath.Join(t.TempDir(), "chromium")
	launchers[script] = itself
	defer delete(launchers, script)
	if path := withoutLauncher(script); path != script {
		t.Errorf("without the browser: %s", path)
	}
	if err := os.WriteFile(itself, nil, 0o700); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	if path := withoutLauncher(script); path != itself {
		t.Errorf("with the browser: %s", path)
	}
	if other := filepath.Join(t.TempDir(), "other"); withoutLauncher(other) != other {
		t.Error("another path was changed")
	}
}
