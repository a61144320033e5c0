package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/prokken/prokken/models/modelstest"
)

// TestFirefox goes the journeys in a browser of another maker, one after the other, and reads its own
// jar. What is new here is the browser, on one database.
func TestFirefox(t *testing.T) {
	t.Parallel()
	f := openFirefox(t)
	f.journey(start(t, ""))
	f.visitor = newVisitor(t, f) // somebody else, for whom nothing is left in the jar
	f.refreshChain(sharedSite(t))
}

// firefox is one tab in a Firefox of its own.
type firefox struct {
	visitor
	bidi *bidi
	tab  string
}

// bidiOrigin is who may command the browser: whoever says that they come from here.
const bidiOrigin = "http://commands.localhost"

// firefoxSettings keep it on this machine, and from doing anything but what the test asks for.
const firefoxSettings = `
user_pref("dom.security.https_first", false);
user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", 9);
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", 9);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("app.normandy.enabled", false);
user_pref("app.update.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.telemetry.server", "");
user_pref("signon.rememberSignons", false);
`

func openFirefox(t *testing.T) *firefox {
	t.Helper()
	path := findFirefox(t)
	profile := t.TempDir()
	if err := os.WriteFile(filepath.Join(profile, "user.js"), []byte(firefoxSettings), 0o600); err != nil {
		t.Fatal(err)
	}
	process := exec.Command(path, "--headless", "--no-remote", "--profile", profile,
		"--remote-debugging-port", "0", "--remote-allow-origins", bidiOrigin)
	process.SysProcAttr = dyingWithUs()
	process.Env = append(os.Environ(), "HOME="+profile)
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	f := &firefox{}
	f.visitor = newVisitor(t, f)
	t.Cleanup(func() { f.close(process) })
	f.connect(profile)
	return f
}

func findFirefox(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"firefox-esr", "firefox"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	modelstest.Missing(t, "firefox", "neither firefox-esr nor firefox is in the PATH")
	return ""
}

// connect waits until the browser says where it listens, and finds its tab.
func (f *firefox) connect(profile string) {
	f.t.Helper()
	var err error
	if f.bidi, err = dialBidi(f.listensAt(filepath.Join(profile, "WebDriverBiDiServer.json"))); err != nil {
		f.t.Fatal(err)
	}
	var tree struct{ Contexts []struct{ Context string } }
	if err := f.bidi.call("browsingContext.getTree", map[string]any{}, &tree); err != nil || len(tree.Contexts) != 1 {
		f.t.Fatalf("the tabs are %v, %v", tree, err)
	}
	f.tab = tree.Contexts[0].Context
}

func (f *firefox) listensAt(file string) string {
	f.t.Helper()
	for giveUp := time.Now().Add(patience); time.Now().Before(giveUp); time.Sleep(50 * time.Millisecond) {
		var at struct {
			Host string `json:"ws_host"`
			Port int    `json:"ws_port"`
		}
		text, _ := os.ReadFile(file)
		if json.Unmarshal(text, &at) == nil && at.Port > 0 {
			return fmt.Sprintf("ws://%s:%d", at.Host, at.Port)
		}
	}
	f.t.Fatal("Firefox does not come up")
	return ""
}

// close ends the browser, which writes into its profile until it has ended.
func (f *firefox) close(process *exec.Cmd) {
	f.t.Helper()
	kill := time.AfterFunc(patience, func() { _ = process.Process.Kill() })
	defer kill.Stop()
	if f.bidi == nil || f.bidi.call("browser.close", map[string]any{}, nil) != nil {
		_ = process.Process.Kill()
	}
	_ = process.Wait()
}
