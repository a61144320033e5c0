package emulator_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/prokken/prokken/billing/emulator"
)

// TestStripesNodeClient runs a script of Stripe's own client, installed as its
// lock file says into a folder of its own.
func TestStripesNodeClient(t *testing.T) {
	for _, tool := range []string{"node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			missing(t, "node", err.Error())
			t.Skip("no " + tool)
		}
	}
	folder := t.TempDir()
	for _, name := range []string{"package.json", "package-lock.json", "run.mjs"} {
		content, err := os.ReadFile(filepath.Join("testdata", "node", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	install := exec.CommandContext(ctx, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
	install.Dir = folder
	if said, err := install.CombinedOutput(); err != nil {
		missing(t, "node", "npm ci: "+err.Error()+": "+string(said))
		t.Skip("the client cannot be installed")
	}
	s, _ := newSite(t, "")
	script := exec.CommandContext(ctx, "node", "run.mjs")
	script.Dir = folder
	script.Env = append(os.Environ(), "STRIPE_KEY="+key, "STRIPE_ADDRESS="+s.url+emulator.Prefix)
	if said, err := script.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, said)
	}
}
