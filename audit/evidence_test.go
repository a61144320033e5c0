//go:build linux

package audit_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/report"
)

// mortal is a browser that can be ended, and that does not come up again after it was.
type mortal struct{ folder string }

func newMortal(t *testing.T) mortal {
	t.Helper()
	path, err := browser.FindChromium()
	if err != nil {
		t.Skip(err)
	}
	folder, err := os.MkdirTemp("", "mortal-") // the browser's own user gets in
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	script := strings.NewReplacer("FOLDER", folder, "PATH", path).Replace(
		"#!/bin/sh\n[ -e FOLDER/dead ] && exit 1\necho $$ > FOLDER/pid\nexec PATH \"$@\"\n",
	)
	m := mortal{folder}
	for _, err := range []error{
		os.WriteFile(m.program(), []byte(script), 0o600), os.WriteFile(folder+"/pid", nil, 0o600),
		os.Chmod(folder, 0o777), os.Chmod(m.program(), 0o777), os.Chmod(folder+"/pid", 0o666),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return m
}

func (m mortal) program() string { return filepath.Join(m.folder, "chromium") }

// die ends the browser.
func (m mortal) die(t *testing.T) {
	text, err := os.ReadFile(m.folder + "/pid")
	if err != nil {
		t.Error(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Error(err)
		return
	}
	_ = os.WriteFile(m.folder+"/dead", nil, 0o600)
	_ = syscall.Kill(pid, syscall.SIGKILL)
}

// dying audits a site with a browser that ends at the first page of the journey.
func dying(t *testing.T, in report.JourneyName) (report.Report, error) {
	l := adversarial(t, `<a href="/x">x</a>`)
	m, once := newMortal(t), sync.Once{}
	l.request.Browsers = browser.NewPool(m.program(), browser.PoolOptions{})
	t.Cleanup(l.request.Browsers.Close)
	l.request.Progress = func(p audit.Progress) {
		if p.Journey == in && p.Done > 0 {
			once.Do(func() { m.die(t) })
		}
	}
	return audit.Run(context.Background(), l.request)
}

// TestBrowserEndsInTheLastJourney: what it did not see does not hold.
func TestBrowserEndsInTheLastJourney(t *testing.T) {
	r, err := dying(t, report.GPC)
	if err != nil {
		t.Fatal(err)
	}
	for _, says := range []string{"We set one cookie.", "It is HttpOnly."} {
		if result := resultOf(t, r, says); result != report.Unseen {
			t.Errorf("%s %s", says, result)
		}
	}
	if gaps := r.Gaps(); len(gaps) != 1 || gaps[0].Journey != report.GPC ||
		gaps[0].Why != "The browser ended before it finished." {
		t.Errorf("%v", gaps)
	}
}

// TestBrowserNeverComesUpAgain: that is no result of the site.
func TestBrowserNeverComesUpAgain(t *testing.T) {
	if r, err := dying(t, report.Anonymous); !errors.Is(err, browser.ErrDidNotStart) {
		t.Errorf("%v, %+v", err, r)
	}
}

// TestSiteGoesAway: a site that stops to answer was not seen to its end.
func TestSiteGoesAway(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusTooManyRequests, http.StatusServiceUnavailable} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			l := newFixture(t, oneCookie)
			l.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Content-Type", "text/html")
				if r.Header.Get("Sec-GPC") != "" && r.URL.Path != "/" {
					w.WriteHeader(status)
					return
				}
				w.Header().Set("Set-Cookie", "sid=1; HttpOnly; SameSite=Lax; Max-Age=3600")
				_, _ = fmt.Fprint(w, `<a href="/x">x</a>`)
			})
			r := l.run()
			if result := resultOf(t, r, "We set one cookie."); result != report.Unseen {
				t.Errorf("%s, %v", result, r.Gaps())
			}
		})
	}
}
