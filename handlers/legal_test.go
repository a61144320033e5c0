package handlers_test

import (
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/prokken/prokken/models/modelstest"
)

var (
	article = regexp.MustCompile(`(?s)<article.*?</article>`)
	caption = regexp.MustCompile(`(?s)<caption>.*?</caption>`)
	related = regexp.MustCompile(`(?s)(Related Policies\s*<a[^>]*></a></h2>)\s*<ul>.*?</ul>`)
	unfolds = regexp.MustCompile(`(?s)<details class="(?:cookie-attributes|known)">.*?</details>`)
	address = regexp.MustCompile(`<a href="mailto:[^>]*>[^<]*</a>`)
	tag     = regexp.MustCompile(`<[^>]*>`)
	blank   = regexp.MustCompile(`[\s\x{a0}•]+`)
)

// around is what stands inside of a policy's article and is not its own text.
var around = regexp.MustCompile(`(?s)<nav.*?</nav>|<aside.*?</aside>`)

// articleOf is the policy's own text on a page.
func articleOf(page string) string { return around.ReplaceAllString(article.FindString(page), "") }

// TestPolicySaysWhatItsSourceSays: the page's text is the source's, white space
// and bullets aside; the caption, what unfolds, the links under "Related Policies" and the
// address are not in the source.
func TestPolicySaysWhatItsSourceSays(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	source, err := os.ReadFile("../policy/testdata/cookie-policy.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, page, _ := s.ask("GET", "/legal/cookie-policy", nil)
	text := caption.ReplaceAllString(articleOf(page), "")
	text = unfolds.ReplaceAllString(text, "")
	text = related.ReplaceAllString(text, "$1")
	text = address.ReplaceAllString(text, "[email protected]")
	text = strings.NewReplacer(
		"&amp;",
		"&",
		"&gt;",
		">",
		"&#34;",
		`"`,
		"&quot;",
		`"`,
		"&#39;",
		"'",
	).Replace(
		tag.ReplaceAllString(text, ""),
	)
	got, want := blank.ReplaceAllString(text, ""), blank.ReplaceAllString(string(source), "")
	if got != want {
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Fatalf("differs at %q, source has %q", got[i:min(i+60, len(got))], want[i:min(i+60, len(want))])
			}
		}
		t.Fatalf("one is longer: page %d, source %d", len(got), len(want))
	}
}

func TestPolicyTravelsCompressed(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	for accept, want := range map[string]string{
		"br": "br", "gzip, br, zstd": "br", "gzip": "gzip", "zstd;q=0.9, gzip;q=0.5": "zstd", "br;q=0, *": "zstd",
		"identity": "", "": "",
	} {
		_, _, res := s.ask("GET", "/legal/cookie-policy", nil, "Accept-Encoding", accept)
		if got := res.Header.Get("Content-Encoding"); got != want || res.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: %q", accept, got)
		}
		tag := res.Header.Get("ETag")
		status, body, _ := s.ask(
			"GET",
			"/legal/cookie-policy",
			nil,
			"Accept-Encoding",
			accept,
			"If-None-Match",
			`"other", W/`+tag,
		)
		if status != http.StatusNotModified || body != "" {
			t.Errorf("%q, not modified: %d", accept, status)
		}
	}
}

func TestPolicyIsTheSameForEveryVisitor(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	_, anonymous, _ := s.ask("GET", "/legal/cookie-policy", nil)
	s.admin()
	if _, known, _ := s.ask("GET", "/legal/cookie-policy", nil); known != anonymous {
		t.Error("an admin gets other bytes than a stranger")
	}
}
