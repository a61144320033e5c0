package fetch_test

import (
	"crypto/ed25519"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/prokken/prokken/audit/fetch"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/record"
	"github.com/prokken/prokken/policy/weight"
)

// TestLostChecksOfAVersion are read from its record.
func TestLostChecksOfAVersion(t *testing.T) {
	text, hash, err := policy.Document{Slug: "cookies", Title: "Cookies"}.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	signer := record.NewSigner(ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", ed25519.SeedSize))))
	signed, _, _, err := signer.Sign(record.Version{
		Number: 2, Document: hash, Lost: []weight.LostCheck{{Says: "We set two cookies.", Checked: []string{"Two."}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	served, err := json.Marshal(record.Statement{Document: json.RawMessage(text), Record: json.RawMessage(signed)})
	if err != nil {
		t.Fatal(err)
	}
	_, source, err := fetch.ReadPolicy(served, "https://example.com/legal/cookie-policy.json")
	if err != nil || !slices.Equal(source.Lost, []string{"We set two cookies."}) {
		t.Errorf("lost are %q, %v", source.Lost, err)
	}
}

// TestAnotherSitesPolicy is read though it does not declare what this program sets.
func TestAnotherSitesPolicy(t *testing.T) {
	for _, text := range []string{"slug: cookie-policy\ntitle: Cookies\n", `{"slug": "cookie-policy", "title": "Cookies"}`} {
		if d, _, err := fetch.ReadPolicy([]byte(text), "https://example.com/"); err != nil || d.Title != "Cookies" {
			t.Errorf("%s: %v, %v", text, d, err)
		}
		if _, err := policy.ParseYAML([]byte(text)); err == nil {
			t.Errorf("%s could be published here", text)
		}
	}
}
