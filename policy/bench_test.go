package policy_test

import (
	"os"
	"testing"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
)

func cookiePolicy(t testing.TB) policy.Document {
	t.Helper()
	d, err := policy.ParseYAML(shipped(t, policy.CookiePolicy))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func shipped(t testing.TB, slug string) []byte {
	t.Helper()
	text, err := os.ReadFile("../content/" + slug + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func BenchmarkParseYAML(b *testing.B) {
	text := shipped(b, policy.CookiePolicy)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := policy.ParseYAML(text); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseJSON(b *testing.B) {
	text, _, err := cookiePolicy(b).Canonical()
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := policy.ParseJSON([]byte(text)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWriteYAML(b *testing.B) {
	d := cookiePolicy(b)
	for b.Loop() {
		if _, err := d.YAML(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkValidateAndCheck is what a publication asks of a document.
func BenchmarkValidateAndCheck(b *testing.B) {
	d := cookiePolicy(b)
	for b.Loop() {
		if err := d.Validate(); err != nil {
			b.Fatal(err)
		}
		if untrue := d.Check(claim.Evidence{}); len(untrue) > 0 {
			b.Fatal(untrue)
		}
	}
}
