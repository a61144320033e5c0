package handlers_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/record"
)

// TestTranslationsStayReadable: each that was published, also one that a correction replaced, has
// an address of its own with what it said of its version, and the lists lead there.
func TestTranslationsStayReadable(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		s.translate(policy.Words{"title": "পুরানো"})
		s.translate(policy.Words{"title": "সংশোধন"})
		s.change(policy.SetBlock(policy.Block{UID: "what-are-cookies-1", Content: block.Prose("Cookies are *new* today.")}))
		s.translate(policy.Words{"title": "নতুন"})
		const version = "/legal/cookie-policy/versions/1"
		for path, title := range map[string]string{
			version + "/in/bn": "সংশোধন", version + "/in/bn/1": "পুরানো", version + "/in/bn/2": "সংশোধন",
			"/legal/cookie-policy/versions/2/in/bn": "নতুন", "/legal/cookie-policy/in/bn": "নতুন",
		} {
			status, page, _ := s.ask("GET", path, nil)
			if status != http.StatusOK || !strings.Contains(page, "<h1>"+title+"</h1>") {
				t.Errorf("%s: %d, without %s", path, status, title)
			}
			if isOld := strings.HasPrefix(path, version); strings.Contains(page, "<em>new</em>") == isOld ||
				strings.Contains(page, "This is an old version.") != isOld {
				t.Errorf("%s shows the text of another version, or does not say that it is old", path)
			}
		}
		_, page, _ := s.ask("GET", version+"/in/bn", nil)
		for _, want := range []string{
			`<html dir="ltr" lang="bn">`, `<link rel="canonical" href="` + s.url + `/legal/cookie-policy/in/bn">`,
			`href="` + version + `/in/bn/1">অনুবাদ ১</a>`, `href="` + version + `/in/bn/2" aria-current="page">অনুবাদ ২</a>`,
			`href="` + version + `" hreflang="en"`, `href="` + version + `/in/bn/2.json"`,
		} {
			if !strings.Contains(page, want) {
				t.Errorf("the old translation does not show %s", want)
			}
		}
		for _, path := range []string{version, "/legal/cookie-policy/versions"} {
			if _, page, _ := s.ask("GET", path, nil); !strings.Contains(page, `href="`+version+`/in/bn" hreflang="bn"`) {
				t.Errorf("%s does not lead to the translation", path)
			}
		}
		_, body, _ := s.ask("GET", version+"/in/bn/1.json", nil, "Accept-Encoding", "identity")
		var statement record.TranslationStatement
		if err := json.Unmarshal([]byte(body), &statement); err != nil {
			t.Fatal(err)
		}
		keys, err := s.library.Records.Keys(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if r, err := statement.Verify(keys); err != nil || r.Number != 1 || r.Version != 1 {
			t.Errorf("%+v, %v", r, err)
		}
	})
}

// TestAddressesOfTranslatedVersions: what was not published is not there.
func TestAddressesOfTranslatedVersions(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	s.translate(policy.Words{"title": "কুকি নীতি"})
	for path, want := range map[string]int{
		"1/in/bn": 200, "1/in/bn.json": 200, "1/in/bn/1": 200, "1/in/bn/1.json": 200, "1/in/bn/2": 404, "1/in/bn/0": 404,
		"1/in/bn/01": 404, "1/in/bn/x": 404, "1/in/xx": 404, "2/in/bn": 404, "x/in/bn": 404, "1/in/bn.json/1": 404,
	} {
		if status, _, _ := s.ask("GET", "/legal/cookie-policy/versions/"+path, nil); status != want {
			t.Errorf("%s: %d, not %d", path, status, want)
		}
	}
	if status, _, _ := s.ask("GET", "/legal/terms/versions/1/in/bn/1", nil); status != http.StatusNotFound {
		t.Errorf("another policy's: %d", status)
	}
}
