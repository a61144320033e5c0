package policy_test

import (
	"errors"
	"html"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/wording"
)

// FuzzYAML: nothing panics, what is refused is refused with reasons, and what is
// accepted is never lost.
func FuzzYAML(f *testing.F) {
	for _, slug := range []string{policy.CookiePolicy, "privacy-policy", "terms", "refund-policy"} {
		f.Add(shipped(f, slug))
	}
	for seed := range uint64(20) {
		text, err := (&maker{Rand: rand.New(rand.NewPCG(seed, 2))}).document().YAML()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	for _, text := range hostile {
		f.Add([]byte("slug: x\ntitle: " + text + "\n"))
		f.Add([]byte("slug: x\ntitle: |\n  " + text + "\nintro: [{prose: " + text + "}]\n"))
	}
	f.Fuzz(func(t *testing.T, text []byte) { accepted(t, text, policy.ParseYAML) })
}

// FuzzJSON is FuzzYAML for the other form.
func FuzzJSON(f *testing.F) {
	f.Add([]byte(`{"slug":"x","title":"X","intro":[{"changes":{"newest":5.0}}]}`))
	for seed := range uint64(20) {
		text, _, err := (&maker{Rand: rand.New(rand.NewPCG(seed, 3))}).document().Canonical()
		if err != nil {
			f.Fatal(err)
		}
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) { accepted(t, text, policy.ParseJSON) })
}

func accepted(t *testing.T, text []byte, parse func([]byte) (policy.Document, error)) {
	t.Helper()
	d, err := parse(text)
	if err == nil {
		roundTrip(t, d)
		return
	}
	var problems policy.Problems
	if !errors.As(err, &problems) || err.Error() == "" {
		t.Fatalf("%T: %v", err, err)
	}
}

// FuzzMarkdown: no text becomes HTML but the tags of the subset, and what
// Validate accepts has no link that runs anything.
func FuzzMarkdown(f *testing.F) {
	for _, text := range append(attacks, hostile...) {
		f.Add(text)
	}
	f.Fuzz(checkHTML)
}

var (
	allowedTag = regexp.MustCompile(
		`</?(?:p|em|strong)>|<br>|</a>|<a href="([^"<>]*)"(?: title="[^"<>]*")?>|<img src="([^"<>]*)" alt="[^"<>]*"(?: title="[^"<>]*")?>`,
	)
	runs    = regexp.MustCompile(`(?i)^[\x00-\x20]*(javascript|vbscript|data|file):`)
	ignored = strings.NewReplacer("\t", "", "\n", "", "\r", "") // by browsers, inside an address
)

// checkHTML takes out the tags that there may be; no other may be left.
func checkHTML(t *testing.T, text string) {
	t.Helper()
	for _, page := range []string{wording.Markdown(text).HTML(), wording.Markdown(text).InlineHTML()} {
		if left := allowedTag.ReplaceAllString(page, ""); strings.ContainsAny(left, "<>") {
			t.Fatalf("%q: %s", text, page)
		}
		for _, tag := range allowedTag.FindAllStringSubmatch(page, -1) {
			if link := ignored.Replace(html.UnescapeString(tag[1] + tag[2])); runs.MatchString(link) {
				t.Fatalf("%q: %s", text, page)
			}
		}
	}
	if validProse(text) == nil && strings.Contains(wording.Markdown(text).HTML(), "<img") {
		t.Fatalf("a picture: %q", text)
	}
}
