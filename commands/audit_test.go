package commands

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/models/modelstest"
)

// TestAuditIsAskedWrong: what cannot be is said before anything starts.
func TestAuditIsAskedWrong(t *testing.T) {
	if _, err := browser.FindChromium(); err != nil {
		modelstest.Missing(t, "chromium", err.Error())
	}
	t.Parallel()
	s := newShell(t)
	bad := s.file("bad.yaml", "slug: terms\ntitle: ''\n")
	for words, says := range map[string]string{
		"audit":                                    `expected "<url>"; see prokken audit --help`,
		"audit a.test b.test":                      "unexpected argument b.test; see prokken audit --help",
		"audit --dance a.test":                     "unknown flag --dance; see prokken audit --help",
		"audit a.test --format pdf":                `--format must be one of "text","json","html","sarif" but got "pdf"`,
		"audit a.test --pages 0":                   "--pages is between 1 and 500, not 0",
		"audit a.test --pages 501":                 "--pages is between 1 and 500, not 501",
		"audit a.test --pages many":                `--pages: expected a valid 64 bit int but got "many"`,
		"audit ftp://a.test":                       `only http and https can be audited, not "ftp"`,
		"audit https://me:secret@a.test":           "leave user name and password out of the address",
		"audit a.test --out /nowhere/x":            "cannot write /nowhere/x: no such file",
		"audit a.test --draft " + s.folder:         "it is a folder",
		"audit a.test --policy /nowhere.yaml":      "cannot read /nowhere.yaml",
		"audit a.test --policy " + bad:             "bad.yaml: 1 problem",
		"audit a.test --policy http://127.0.0.1:1": "cannot fetch it",
		"audit a.test --login":                     "set PROKKEN_AUDIT_EMAIL and PROKKEN_AUDIT_PASSWORD",
		"audit localhost:1 --login":                "set PROKKEN_AUDIT_EMAIL and PROKKEN_AUDIT_PASSWORD",
	} {
		s.shows(words, "error: ", says)
	}
	s.with(
		"PROKKEN_AUDIT_EMAIL",
		"me@example.com",
	).shows(
		"audit a.test --login",
		"error: --login needs both PROKKEN_AUDIT_EMAIL and PROKKEN_AUDIT_PASSWORD",
	)
}

// TestWithScheme: addresses as people type them.
func TestWithScheme(t *testing.T) {
	for typed, means := range map[string]string{
		"prokken.com": "https://prokken.com", "localhost:8080/x": "http://localhost:8080/x", "127.0.0.1": "http://127.0.0.1", "[::1]:80": "http://[::1]:80",
		"app.localhost": "http://app.localhost", "localhost.example.com": "https://localhost.example.com", "https://localhost": "https://localhost", "10.0.0.1": "https://10.0.0.1",
	} {
		if got := withScheme(typed); got != means {
			t.Errorf("%s: %s", typed, got)
		}
	}
}

const threeWords = `<!doctype html><title>A</title><script>document.cookie = "theme=dark; max-age=86400"; localStorage.setItem("cart", "1")</script>`

// TestAuditCommand: a site with and without a policy, in every format; the exit
// is an error unless the policy is true.
func TestAuditCommand(t *testing.T) {
	if _, err := browser.FindChromium(); err != nil {
		modelstest.Missing(t, "chromium", err.Error())
	}
	s := newShell(t)
	body := threeWords
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte(body))
	}))
	defer web.Close()
	draft, file := filepath.Join(s.folder, "draft.yaml"), filepath.Join(s.folder, "report")
	s.shows("audit "+web.URL, "There is no policy", "theme", "cart", "error: the site has no policy", "--draft FILE")
	s.shows(
		"audit "+web.URL+" --format html --draft "+draft+" --out "+file,
		"The report is in "+file+".\n",
		"The draft of a policy is in "+draft,
	)
	if text, err := os.ReadFile(file); err != nil || !bytes.Contains(text, []byte("data:image/jpeg;base64,/9j/")) {
		t.Errorf("%v: %.200s", err, text)
	}
	s.shows(
		"audit "+web.URL+" --format json --policy "+draft,
		`"name": "theme"`,
		`"claims": null`,
		"error: the policy claims nothing that could be checked, 2 findings",
	)

	body = `<!doctype html><title>A</title>`
	honest := s.file(
		"honest.yaml",
		"slug: cookies\ntitle: Cookies\nsections:\n  - anchor: all\n    title: All\n    blocks:\n      - prose: We set none.\n        claims: [{says: We set none., no_cookies: [necessary, analytics, marketing]}]\n",
	)
	s.shows("audit "+web.URL+" --policy "+honest, "Passed: the one claim holds. Nothing was found.", "✓ We set none.")
	body = threeWords
	s.shows(
		"audit "+web.URL+" --format sarif --policy "+honest,
		`"ruleId": "undeclared"`,
		"error: 0 of 1 claim hold, 3 findings",
	)
	s.shows("audit http://127.0.0.1:1", "error: cannot open http://127.0.0.1:1/: Nobody listens there.")
}

// TestProgressLines: plain lines where there is no terminal, one line on one.
func TestProgressLines(t *testing.T) {
	at := audit.Progress{
		Journey: report.Anonymous,
		Page:    "https://x.test/\x1b[31m" + strings.Repeat("a", 200),
		Done:    10,
		Pages:   40,
		Cookies: 3,
		Settled: 1,
		Claims:  2,
	}
	var plain, drawn bytes.Buffer
	newAuditProgress(&plain).at(at)
	if got := plain.String(); !strings.HasPrefix(got, "11 of about 40. An anonymous visitor: https://x.test/") ||
		strings.Contains(got, "\x1b") || !strings.HasSuffix(got, " (3 cookies, 1 of 2 claims settled)\n") ||
		strings.Count(got, "\n") != 1 {
		t.Errorf("%q", got)
	}
	p := newAuditProgress(&drawn)
	p.columns, p.now = 80, func() time.Time { return p.began.Add(10 * time.Second) }
	p.at(at)
	p.clear()
	got := strings.TrimSuffix(strings.TrimPrefix(drawn.String(), clearLine), clearLine)
	if !strings.HasPrefix(got, "[####............] 10/40  30 seconds left  3 cookies, 1 of 2 claims") ||
		len([]rune(got)) != 79 ||
		strings.Contains(got, "\x1b") {
		t.Errorf("%q", got)
	}
}
