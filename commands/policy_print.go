package commands

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/handlers"
	"github.com/prokken/prokken/jobs"
)

// print has Chromium print a page of the site as PDF.
func (p *policies) print(ctx context.Context, path string) ([]byte, error) {
	chromium, err := findChromium()
	if err != nil {
		return nil, err
	}
	site, err := p.site()
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithTimeout(ctx, time.Minute)
	defer stop()
	served := make(chan error, 1)
	go func() { served <- handlers.Serve(ctx, listener, onlyFor(site, listener.Addr().String(), p.host())) }()
	text, err := p.printFrom(ctx, chromium, listener.Addr().String(), path)
	stop() // ends the server, too
	return text, errors.Join(err, <-served)
}

// site is the site as strangers see it, on this database.
func (p *policies) site() (http.Handler, error) {
	static, err := p.folder("static")
	if err != nil {
		return nil, err
	}
	queue, err := jobs.NewQueue(p.db)
	if err != nil {
		return nil, err
	}
	sales := billing.New(p.db, billing.Settings{Plans: p.c.Plans, Tax: p.c.Billing.Tax, BaseURL: p.c.BaseURL}) // nobody pays here
	server, err := handlers.New(handlers.Parts{
		Config: p.c, DB: p.db, Billing: sales, Queue: queue, Sites: p.sites, Keys: p.keys,
		Auth: auth.New(p.db, p.keys, auth.Settings{SiteName: p.c.Site.Name}), Mint: cookie.NewMint(p.Site, false),
		Static: static,
	})
	if err != nil {
		return nil, err
	}
	return server.Handler(), nil
}

// printFrom names the server at the address as the browser's proxy: so the page
// has its public address, and links in the PDF lead to the site, not to here.
func (p *policies) printFrom(ctx context.Context, chromium, address, path string) ([]byte, error) {
	if _, err := fetch(ctx, "http://"+address+path); err != nil {
		return nil, fmt.Errorf("there is no page to print: %w", err)
	}
	folder, err := os.MkdirTemp("", "prokken-print-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "policy.pdf")
	words := []string{
		"--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-background-networking",
		"--disable-component-update",
		"--disable-features=HttpsUpgrades", "--user-data-dir=" + filepath.Join(folder, "profile"),
		"--proxy-server=" + address, "--proxy-bypass-list=<-loopback>",
		"--no-pdf-header-footer", "--print-to-pdf=" + file, "http://" + p.host() + path,
	}
	if os.Geteuid() == 0 {
		words = append([]string{"--no-sandbox"}, words...)
	}
	said, err := exec.CommandContext(ctx, chromium, words...).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("chromium could not print: %w: %s", err, lastLine(said))
	}
	return os.ReadFile(file)
}

// host is the site's public one.
func (p *policies) host() string {
	_, host, _ := strings.Cut(p.c.BaseURL, "://")
	return host
}

// onlyFor turns away what a browser asks its maker for, whose proxy this is too.
func onlyFor(site http.Handler, hosts ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodConnect || !slices.Contains(hosts, r.Host) {
			http.Error(w, "not here", http.StatusForbidden)
			return
		}
		site.ServeHTTP(w, r)
	})
}

func lastLine(text []byte) string {
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return lines[len(lines)-1]
}

// findChromium says what else one can do without it.
func findChromium() (string, error) {
	path, err := browser.FindChromium()
	if err != nil {
		err = errors.New(
			"a PDF is printed by Chromium, and neither chromium nor google-chrome is on the path; please install one, or print the page in your browser",
		)
	}
	return path, err
}
