package handlers_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/record"
)

// TestFrameOfATranslation says the same of the cookies as every page, in English.
func TestFrameOfATranslation(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.translateTerms()
	last := regexp.MustCompile(`(?s)<p>([^<]*)</p>\s*</div>\s*(?:<p class="bar development">.*)?</footer>\s*</body>`)
	_, original, _ := s.ask("GET", "/legal/terms", nil)
	_, page, _ := s.ask("GET", "/legal/terms/in/bn", nil)
	want, got := last.FindStringSubmatch(original), last.FindStringSubmatch(page)
	if want == nil || got == nil || want[1] != got[1] {
		t.Errorf("%q, the original says %q", got, want)
	}
	asks := asking(t, modelstest.SQLite(t))
	if _, page, _ := asks.ask("GET", "/legal/terms/in/bn", nil); !strings.Contains(
		page,
		`aria-label="Your choice about cookies" dir="ltr" lang="en">`,
	) ||
		!strings.Contains(page, `value="/legal/terms/in/bn"`) {
		t.Error("the question is not in English, or does not lead back")
	}
}

func TestAddressesOfTranslations(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	s.translate(policy.Words{"title": "কুকি নীতি"})
	s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for path, want := range map[string]int{
		"/legal/cookie-policy/in/bn": 200, "/legal/cookie-policy/in/bn.json": 200, "/legal/cookie-policy/in/en": 308,
		"/legal/nothing/in/en":       404,
		"/legal/cookie-policy/in/xx": 404, "/legal/cookie-policy/in/BN": 404, "/legal/terms/in/bn": 404,
		"/legal/cookie-policy/in/bn.yaml": 404,
		"/legal/cookie-policy%2Fin%2Fbn":  404, "/legal/x/in/..%2F..%2Fcookie-policy": 404,
	} {
		if status, _, res := s.ask("GET", path, nil, "Accept-Language", "bn"); status != want {
			t.Errorf("%s: %d, not %d", path, status, want)
		} else if status == 308 && res.Header.Get("Location") != "/legal/cookie-policy" {
			t.Errorf("%s leads to %s", path, res.Header.Get("Location"))
		}
	}
	if _, sitemap, _ := s.ask("GET", "/sitemap.xml", nil); strings.Count(sitemap, "/in/") != 1 ||
		!strings.Contains(sitemap, "<loc>"+s.url+"/legal/cookie-policy/in/bn</loc>") {
		t.Errorf("the sitemap: %s", sitemap)
	}
	if status, page, _ := s.ask("GET", "/legal/cookie-policy", nil, "Accept-Language", "bn"); status != http.StatusOK ||
		!strings.Contains(page, `<html lang="en">`) {
		t.Errorf("Accept-Language changed the original: %d", status)
	}
}

// TestTranslationAsJSON: the hash is that of the words as they stand there.
func TestTranslationAsJSON(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	s.translate(policy.Words{"title": "কুকি <নীতি>"})
	_, body, res := s.ask("GET", "/legal/cookie-policy/in/bn.json", nil, "Accept-Encoding", "identity")
	var got struct {
		Version struct {
			Number   int64
			Document string `json:"document_sha256"`
		}
		Stale bool
		Hash  string `json:"words_sha256"`
		Words jsontext.Value
	}
	var statement record.TranslationStatement
	if err := json.Unmarshal([]byte(body), &statement); err != nil {
		t.Fatal(err)
	}
	keys, err := s.library.Records.Keys(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if r, err := statement.Verify(keys); err != nil || r.Language != "bn" || r.Slug != "cookie-policy" || r.Version != 1 {
		t.Errorf("the signature: %+v, %v", r, err)
	}
	if err := json.Unmarshal([]byte(body), &got); err != nil {
		t.Fatal(err)
	}
	if err := got.Words.Canonicalize(); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(got.Words)
	v, _ := s.library.Snapshot().Find(policy.CookiePolicy)
	if got.Hash != hex.EncodeToString(sum[:]) || got.Version.Number != 1 || got.Version.Document != v.SHA256 ||
		got.Stale ||
		!strings.HasPrefix(res.Header.Get("Content-Type"), "application/json") ||
		res.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("%s", body)
	}
	if _, page, _ := s.ask("GET", "/legal/cookie-policy/in/bn", nil); !strings.Contains(page, got.Hash) ||
		!strings.Contains(page, "কুকি &lt;নীতি&gt;") {
		t.Error("the page does not show the hash, or shows HTML")
	}
}
