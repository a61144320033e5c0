package policy_test

import (
	"flag"
	"os"
	"testing"
	"time"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/site"
)

var update = flag.Bool("update", false, "write content/confirmations.yaml again, as it is proposed")

var updateCompanies = flag.Bool("update-companies", false, "write testdata/companies.golden again")

// shippedSlugs are the policies that are shipped, in their order.
var shippedSlugs = []string{policy.CookiePolicy, "privacy-policy", "terms", "refund-policy"}

// shippedPolicy reads a shipped policy.
func shippedPolicy(t *testing.T, slug string) policy.Document {
	t.Helper()
	text, err := os.ReadFile("../content/" + slug + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	d, err := policy.ParseYAML(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestShippedSentencesAreConfirmed: every sentence of a shipped policy is read, or confirmed in
// content/confirmations.yaml, and nothing there is about a sentence that is gone. With -update
// the file is written as it is proposed: read the change before you take it.
func TestShippedSentencesAreConfirmed(t *testing.T) {
	evidence := claim.Evidence{
		Site:    []string{"Prokken"},
		Cookies: shippedPolicy(t, policy.CookiePolicy).Cookies,
		Program: site.Program(),
	}
	confirmed, err := site.ShippedConfirmations(os.DirFS("../content"))
	if *update {
		writeConfirmations(t, evidence, confirmed)
		confirmed, err = site.ShippedConfirmations(os.DirFS("../content"))
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, slug := range shippedSlugs {
		bases, open := shippedPolicy(t, slug).Bases(evidence, confirmed[slug])
		for _, sentence := range open {
			t.Errorf("%s, %s: %q: %s", slug, sentence.Block, sentence.Says, sentence.Reason())
		}
		t.Logf("%s: %+v", slug, policy.CoverageOf(bases))
		unused(t, slug, confirmed[slug], bases)
	}
}

// writeConfirmations keeps what was decided of a sentence that is still the same.
func writeConfirmations(t *testing.T, evidence claim.Evidence, known map[string]policy.Confirmations) {
	t.Helper()
	open := map[string]policy.UnconfirmedSentences{}
	for _, slug := range shippedSlugs {
		_, open[slug] = shippedPolicy(t, slug).Bases(evidence, nil)
	}
	text := policy.WriteConfirmations(time.Now().Format(time.DateOnly), shippedSlugs, open, known)
	if err := os.WriteFile("../content/"+site.Confirmations, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

func unused(t *testing.T, slug string, confirmed policy.Confirmations, bases []policy.SentenceBasis) {
	t.Helper()
	used := map[string]bool{}
	for _, b := range bases {
		if b.Confirmed != nil {
			used[b.Confirmed.Key] = true
		}
	}
	for key := range confirmed {
		if !used[key] {
			t.Errorf("%s: %s is about no sentence any more", slug, key)
		}
	}
}
