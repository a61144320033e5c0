package browser

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// identity is how a browser introduces itself: to a site that asked for it, as any
// visitor's does; to others under the name of audits, too.
type identity struct {
	asVisitor bool
	version   string // "150.0.7871.0"; "": not known
}

// Agent is the name of audits in the user agent and in robots.txt.
const Agent = "ProkkenAudit"

// userAgent is what it sends with each request, as Chrome on Linux does: versions of
// people's browsers tell their first number alone.
func (i identity) userAgent() string {
	agent := fmt.Sprintf(
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%s.0.0.0 Safari/537.36",
		i.major(),
	)
	if !i.asVisitor {
		agent += " " + Agent + "/1.0"
	}
	return agent
}

// phoneAgent is what it sends as a phone.
func (i identity) phoneAgent() string {
	agent := fmt.Sprintf(
		"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%s.0.0.0 Mobile Safari/537.36",
		i.major(),
	)
	if !i.asVisitor {
		agent += " " + Agent + "/1.0"
	}
	return agent
}

func (i identity) major() string {
	first, _, _ := strings.Cut(i.version, ".")
	return first
}

// zone is where its clock stands: where questions about cookies are asked.
const zone = "Europe/London"

// languages are those that people's browsers ask for.
const languages = "en-GB,en"

// flags are those by which the whole browser, workers included, introduces itself.
// Nothing says that it is driven: questions about cookies hide from such browsers.
func (i identity) flags() []chromedp.ExecAllocatorOption {
	options := []chromedp.ExecAllocatorOption{
		chromedp.Flag("enable-automation", false),
		chromedp.Flag("disable-blink-features", "AutomationControlled"),
		chromedp.Flag("lang", "en-GB"),
		chromedp.Flag("accept-lang", languages),
		chromedp.Flag("screen-info", "{1920x1080}"),
	}
	if i.version != "" {
		options = append(options, chromedp.UserAgent(i.userAgent()))
	}
	return options
}

// introduce has the tab say the same in its client hints.
func (i identity) introduce(ctx context.Context) func() error {
	if i.version == "" {
		return func() error { return nil }
	}
	return command(ctx, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{
		UserAgent: i.userAgent(), AcceptLanguage: languages, Platform: "Linux x86_64",
		UserAgentMetadata: &emulation.UserAgentMetadata{
			Brands: i.brands(i.major()), FullVersionList: i.brands(i.version), Platform: "Linux",
			PlatformVersion: "6.8.0", Architecture: "x86", Bitness: "64",
		},
	})
}

func (i identity) brands(version string) []*emulation.UserAgentBrandVersion {
	all := []*emulation.UserAgentBrandVersion{
		{Brand: "Chromium", Version: version},
		{Brand: "Google Chrome", Version: version},
		{Brand: "Not)A;Brand", Version: "24"},
	}
	if !i.asVisitor {
		all = append(all, &emulation.UserAgentBrandVersion{Brand: Agent, Version: "1"})
	}
	return all
}

// beAPhone has the tab be one of a phone, with its screen, its touch and its name, and
// in the dark.
func (i identity) beAPhone(ctx context.Context) error {
	const width, height, scale = 390, 844, 3
	phone := emulation.SetUserAgentOverrideParams{
		UserAgent: i.phoneAgent(), AcceptLanguage: languages, Platform: "Linux armv81",
		UserAgentMetadata: &emulation.UserAgentMetadata{
			Brands: i.brands(i.major()), FullVersionList: i.brands(i.version), Platform: "Android",
			PlatformVersion: "14.0.0", Model: "Pixel 8", Mobile: true,
		},
	}
	if i.version == "" {
		phone.UserAgentMetadata = nil
	}
	return firstError(
		command(ctx, emulation.SetUserAgentOverride, phone),
		command(ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
			Width: width, Height: height, DeviceScaleFactor: scale, Mobile: true,
		}),
		command(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}},
		}),
		command(ctx, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true}),
	)
}

// BeAPhone has the tab be one of a phone from now on. It reports whether it is.
func (t *Tab) BeAPhone() bool {
	ctx, cancel := t.Look()
	defer cancel()
	return t.beAPhone(ctx) == nil
}

// versionTime is how long the browser may take to say which one it is.
const versionTime = 10 * time.Second

// versions knows the version of the browser at a path. It asks once for each file that lies there,
// since to ask starts half a browser; another one may be installed while the program runs.
type versions struct {
	path        string
	mu          sync.Mutex
	file, known string
}

// now is the version; "" if it is not known.
func (v *versions) now() string {
	file, err := os.Stat(v.path)
	if err != nil {
		return ""
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if here := fmt.Sprint(file.ModTime(), file.Size()); v.known == "" || here != v.file {
		v.file, v.known = here, askVersion(v.path)
	}
	return v.known
}

// askVersion has the browser say its version.
func askVersion(path string) string {
	ctx, cancel := context.WithTimeout(context.Background(), versionTime)
	defer cancel()
	text, _ := exec.CommandContext(ctx, path, "--version").Output() // one that says nothing keeps its own name
	return versionNumber.FindString(string(text))
}

var versionNumber = regexp.MustCompile(`\d+\.\d+\.\d+\.\d+`)
