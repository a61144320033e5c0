// Package browser runs Chromium, with a fresh profile and one tab for each journey, and
// is the only package that drives one: processes, sandbox, dialogs, workers, stores, and
// what a person does at a page. audit/walk opens tabs; nobody else does. Start reading at
// [Open] and [Pool], then [Tab.Visit].
package browser

import (
	"errors"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/chromedp/chromedp"

	"github.com/prokken/prokken/audit/proxy"
)

// ErrNoChromium is returned where there is no browser to audit with.
var ErrNoChromium = errors.New(
	"audits need Chromium, and neither chromium nor google-chrome is on the path; please install one",
)

// FindChromium is the path of the browser.
func FindChromium() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return withoutLauncher(path), nil
		}
	}
	return "", ErrNoChromium
}

// launchers are scripts that start a browser with the flags of people's desktops, and the
// browsers that they start.
var launchers = map[string]string{
	"/usr/bin/chromium":      "/usr/lib/chromium/chromium",
	"/usr/bin/google-chrome": "/opt/google/chrome/chrome",
}

// withoutLauncher is the browser itself where the path is one of those scripts, which cost as
// much as a page.
func withoutLauncher(path string) string {
	if itself, err := exec.LookPath(launchers[path]); err == nil {
		return itself
	}
	return path
}

// productName is "Chromium 150.0.7871.0" for "HeadlessChrome/150.0.7871.0".
func productName(product string) string {
	name, version, _ := strings.Cut(product, "/")
	if strings.Contains(name, "Chrome") {
		name = "Chromium"
	}
	return name + " " + version
}

// flags keep the browser to itself: no updates, no windows, no way around the
// proxy.
func flags(path, folder string, who identity) []chromedp.ExecAllocatorOption {
	options := append(
		chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.UserDataDir(filepath.Join(folder, "profile")),
		chromedp.WindowSize(1280, 800),
		chromedp.Flag("disable-features", strings.Join(disabledFeatures(), ",")),
		chromedp.Flag("disable-site-isolation-trials", true),
		chromedp.Flag("block-new-web-contents", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-domain-reliability", true),
		// A page that is left is not kept for who goes back: for that each page would be shown in a
		// view and a context of its own, which costs a tenth of a visit.
		chromedp.Flag("disable-back-forward-cache", true),
		chromedp.Flag("disable-gpu", true),
		// Journeys have windows of their own; the first one would be for nobody.
		chromedp.Flag("no-startup-window", true),
		// Whether somebody is logged in there, and what its search offers, it asks a
		// name that nobody has, so that no real host has to be taken for its own.
		chromedp.Flag("gaia-url", "https://"+proxy.Nobody),
		chromedp.Flag("google-base-url", "https://"+proxy.Nobody),
		chromedp.Flag("mute-audio", true),
		chromedp.Flag("disk-cache-size", "10000000"),
		chromedp.Flag("js-flags", "--max-old-space-size=512"),
		chromedp.Flag("renderer-process-limit", "4"),
	)
	for name, value := range proxy.Flags() {
		options = append(options, chromedp.Flag(name, value))
	}
	return append(options, who.flags()...)
}
