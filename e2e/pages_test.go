package e2e

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/prokken/prokken/models/modelstest"
)

var pictures = flag.String("pictures", "", "a folder that pictures of the main pages are written into")

// TestPagesAsOthersSeeThem: the Nu HTML checker, axe on a phone, a desktop, in the dark and with
// forced colours, and Lighthouse find nothing on the main pages, every page has the same left edge,
// and no blank is missing. The pictures are for people to look at.
func TestPagesAsOthersSeeThem(t *testing.T) {
	t.Parallel()
	for _, tool := range []string{"node", "npm", "java"} {
		if _, err := exec.LookPath(tool); err != nil {
			modelstest.Missing(t, "node", err.Error())
		}
	}
	chromium, site := findChromium(t), startWithAdmin(t, "")
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	folder := installed(ctx, t, filepath.Join("testdata", "pages"))
	if *pictures == "" {
		*pictures = t.TempDir()
	}
	run := exec.CommandContext(ctx, "node", "run.mjs")
	run.Dir = folder
	run.Env = append(os.Environ(), "SITE="+site, "CHROMIUM="+chromium, "PICTURES="+*pictures, "EMAIL="+email, "PASSWORD="+password)
	if said, err := run.CombinedOutput(); err != nil {
		t.Errorf("%v:\n%s", err, said)
	}
}

// installed is a folder with the packages that a lock file names, and the scripts beside it.
func installed(ctx context.Context, t *testing.T, from string) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	install := exec.CommandContext(ctx, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
	install.Dir = folder
	if said, err := install.CombinedOutput(); err != nil {
		modelstest.Missing(t, "node", "npm ci: "+err.Error()+": "+string(said))
	}
	return folder
}
