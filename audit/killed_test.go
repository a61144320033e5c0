//go:build linux

package audit_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/models/modelstest"
)

// doomed is the address that a program audits that will be killed; or it sweeps, as every
// audit does at its start.
const (
	doomed = "PROKKEN_TEST_DOOMED"
	sweeps = "sweeps"
)

// TestKilled: the browser and all its children are gone after the program was
// killed with SIGKILL, and its profile after the next audit.
func TestKilled(t *testing.T) {
	switch address := os.Getenv(doomed); address {
	case "":
	case sweeps:
		browser.Sweep()
		return
	default:
		auditUntilKilled(t, address)
		return
	}
	if _, err := browser.FindChromium(); err != nil {
		modelstest.Missing(t, "chromium", err.Error())
	}
	t.Parallel()
	opened := make(chan bool)
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/" {
			close(opened)
			<-r.Context().Done()
		}
	}))
	t.Cleanup(site.Close)
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o777); err != nil { // the browser's own user gets in
		t.Fatal(err)
	}
	program := again(folder, site.URL)
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-opened:
	case <-time.After(30 * time.Second):
		t.Fatal("the browser opened nothing")
	}
	if running(folder) == "" {
		t.Fatal("no browser runs in the folder; the test would see nothing")
	}
	_ = program.Process.Kill()
	_, _ = program.Process.Wait()
	left := running(folder)
	for range 100 {
		if left == "" {
			break
		}
		time.Sleep(50 * time.Millisecond)
		left = running(folder)
	}
	if left != "" {
		t.Errorf("still running: %s", left)
	}
	if out, err := again(folder, sweeps).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if left, _ := filepath.Glob(folder + "/*"); len(left) > 0 {
		t.Errorf("left in the folder: %v", left)
	}
}

// again runs this test in a program of its own, with that folder for what it makes.
func again(folder, does string) *exec.Cmd {
	program := exec.Command(os.Args[0], "-test.run=^TestKilled$")
	program.Env = append(os.Environ(), doomed+"="+does, "TMPDIR="+folder)
	return program
}

func auditUntilKilled(t *testing.T, address string) {
	limits := audit.DefaultLimits()
	limits.Page = time.Minute
	_, err := audit.Run(
		context.Background(),
		audit.Request{
			URL:     address,
			Own:     true,
			Private: []string{strings.TrimPrefix(address, "http://")},
			Pages:   1,
			Limits:  limits,
		},
	)
	t.Error("it was not killed", err)
}

// running are the processes that work in the folder or name it.
func running(folder string) string {
	var found []string
	all, _ := filepath.Glob("/proc/[0-9]*")
	for _, process := range all {
		words, _ := os.ReadFile(process + "/cmdline")
		where, _ := os.Readlink(process + "/cwd")
		if (strings.Contains(string(words), folder) || strings.HasPrefix(where, folder)) && !zombie(process) {
			found = append(found, fmt.Sprintf("%s %.60q", process, words))
		}
	}
	return strings.Join(found, "\n")
}

func zombie(process string) bool {
	file, err := os.Open(process + "/status")
	if err != nil {
		return true
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "State:") {
			return strings.Contains(lines.Text(), "Z")
		}
	}
	return false
}
