package commands

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/record"
	"github.com/prokken/prokken/site/translation"
)

// TestVerifyWithoutAnAccount: with the site's own keys, from files and over HTTP; what
// was altered is not verified.
func TestVerifyWithoutAnAccount(t *testing.T) {
	eachShell(t, func(t *testing.T, s shell) {
		signed := filepath.Join(s.folder, "terms.json")
		s.shows("policy export terms --format json --out " + signed)
		text, err := os.ReadFile(signed)
		if err != nil {
			t.Fatal(err)
		}
		public, err := s.policies().Records.Keys(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		set, err := record.KeySet(public)
		if err != nil {
			t.Fatal(err)
		}
		keys := s.file("keys.json", string(set))
		altered := s.file("altered.json", strings.Replace(string(text), "Your Account", "Our Account", 1))
		s.shows(
			"policy verify "+signed+" --keys "+keys,
			"terms.json: version 1 of terms of http://localhost:8080, published on 2026-04-16, is as it was signed",
		)
		s.shows(
			"policy verify "+altered+" "+signed+" --keys "+keys,
			"altered.json: the document is not the one that was signed",
			"terms.json: version 1",
			"error: 1 of 2 could not be verified",
		)
		s.shows("policy verify "+signed, "--keys FILE or --keys URL", "error: ")
		s.shows("policy verify "+keys+" --keys "+keys, "this is not a policy's signed JSON", "error: ")
		s.shows("policy verify "+signed+" --keys "+signed, record.ErrNoKeys.Error(), "error: ")

		site := http.NewServeMux()
		serve := func(path string, body []byte) {
			site.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(body) })
		}
		serve("/legal/terms.json", text)
		serve("/.well-known/policy-keys.json", set)
		serve("/large", bytes.Repeat([]byte("a"), 5<<20))
		web := httptest.NewServer(site)
		defer web.Close()
		s.shows(
			"policy verify "+web.URL+"/legal/terms.json",
			"it is signed as a version of http://localhost:8080, not of "+web.URL+": it is another site's",
			"error: 1 of 1",
		)
		s.shows(
			"policy verify "+web.URL+"/legal/terms.json --site http://localhost:8080/",
			"/legal/terms.json: version 1 of terms of http://localhost:8080",
		)
		s.shows(
			"policy verify "+signed+" --keys "+keys+" --site https://prokken.com",
			"not of https://prokken.com",
			"error: 1 of 1",
		)
		s.shows(
			"policy verify "+signed+" --keys "+web.URL+"/.well-known/policy-keys.json",
			"terms.json: version 1 of terms",
		)
		s.shows("policy verify "+web.URL+"/large", "it is larger than any policy", "error: ")
		s.shows("policy verify "+web.URL+"/none", "answers 404", "error: ")
		s.shows("policy verify http://127.0.0.1:1/legal/terms.json", "cannot fetch it", "error: ")
	})
}

// TestPrint: a PDF has the policy's page with the site's own address in it.
func TestPrint(t *testing.T) {
	if _, err := findChromium(); err != nil {
		modelstest.Missing(t, "chromium", err.Error())
	}
	s := newShell(t).with("PROKKEN_BASE_URL", "https://prokken.example")
	s.shows("migrate")
	file := filepath.Join(s.folder, "terms.pdf")
	s.shows("policy export terms --format pdf --out " + file)
	text, err := os.ReadFile(file)
	if err != nil || !bytes.HasPrefix(text, []byte("%PDF-")) || len(text) < 20_000 {
		t.Fatalf("%v: %d bytes", err, len(text))
	}
	if !bytes.Contains(text, []byte("prokken.example/pricing")) || bytes.Contains(text, []byte("127.0.0.1")) {
		t.Error("its links do not lead to the site")
	}
}

// TestNoChromium: without one there is a clear message.
func TestNoChromium(t *testing.T) {
	s := newShell(t)
	t.Setenv("PATH", "")
	s.shows("migrate")
	s.shows("policy export terms --format pdf", "error: a PDF is printed by Chromium, and neither")
}

// TestCookiesInEffectAreChecked: the program may have come to need more than an
// old version declares.
func TestCookiesInEffectAreChecked(t *testing.T) {
	var out bytes.Buffer
	var c checked
	c.needs(Invocation{out: &out}, []cookie.Declaration{{Name: "prokken_access"}})
	if c.problems != 1 || !strings.Contains(out.String(), "the cookies in effect: prokken_access must stay HttpOnly") ||
		!strings.Contains(out.String(), "prokken_refresh") {
		t.Errorf("%d: %s", c.problems, &out)
	}
}

// TestNoDatabase: a command in the wrong folder proves nothing, and makes nothing.
func TestNoDatabase(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	for _, words := range []string{"policy verify", "policy check", "policy export terms"} {
		s.shows(words, "error: there is no database at "+s.folder)
	}
	if _, err := os.Stat(filepath.Join(s.folder, "data")); err == nil {
		t.Error("a folder was made")
	}
}

// TestVerifyTranslation: those in the database, and one as the site serves it.
func TestVerifyTranslation(t *testing.T) {
	eachShell(t, func(t *testing.T, s shell) {
		ctx, l := context.Background(), s.policies()
		words := policy.Words{"title": "শর্তাবলি"}
		if err := l.Translations.Save(ctx, translation.Edit{Slug: "terms", Language: "bn", Number: 1, Words: words}); err != nil {
			t.Fatal(err)
		}
		draft, err := l.Translations.Draft(ctx, "terms", "bn")
		if err != nil {
			t.Fatal(err)
		}
		if err := l.Translations.Publish(ctx, "terms", "bn", draft.Read, uuid.Nil, nil); err != nil {
			t.Fatal(err)
		}
		s.shows("policy verify", "terms: 1 translation of it, each signed, in an unbroken chain")
		published, _ := l.Snapshot().Translation("terms", "bn")
		text, err := json.Marshal(published.Statement)
		if err != nil {
			t.Fatal(err)
		}
		public, err := l.Records.Keys(ctx)
		if err != nil {
			t.Fatal(err)
		}
		set, err := record.KeySet(public)
		if err != nil {
			t.Fatal(err)
		}
		keys, signed := s.file("keys.json", string(set)), s.file("terms.bn.json", string(text))
		s.shows(
			"policy verify "+signed+" --keys "+keys,
			"translation 1 into bn, of version 1 of terms of http://localhost:8080, published at 2",
		)
		s.shows(
			"policy verify "+signed+" --keys "+keys+" --site https://other.example",
			"it is another site's",
			"error: 1 of 1",
		)
		altered := s.file("altered.json", strings.Replace(string(text), "শর্তাবলি", "শর্ত", 1))
		s.shows("policy verify "+altered+" --keys "+keys, record.ErrAltered.Error(), "error: 1 of 1")
	})
}
