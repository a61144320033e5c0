package policy_test

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/wording"
	"github.com/prokken/prokken/site"
)

// roundTrip fails if YAML or JSON lose anything of the document that can be seen.
func roundTrip(t *testing.T, d policy.Document) {
	t.Helper()
	want := d.Normalized()
	text, err := d.YAML()
	if err != nil {
		t.Fatal(err)
	}
	back, err := policy.ParseYAML(text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if diff := cmp.Diff(want, back, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("YAML: %s\n%s", diff, text)
	}
	json, _, err := d.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	_, hash, _ := want.Canonical()
	if back, err = policy.ParseJSON([]byte(json)); err != nil {
		t.Fatalf("%v\n%s", err, json)
	}
	if diff := cmp.Diff(want, back, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("JSON: %s", diff)
	}
	if _, again, _ := back.Canonical(); again != hash {
		t.Error("the hash is another one")
	}
}

// TestNothingIsLost: what is written in YAML or JSON reads as the same document.
func TestNothingIsLost(t *testing.T) {
	for seed := range uint64(150) {
		m := &maker{Rand: rand.New(rand.NewPCG(seed, 1))}
		d := m.document()
		if err := d.Validate(); err != nil {
			t.Fatalf("seed %d: the test's own document: %v", seed, err)
		}
		roundTrip(t, d)
	}
}

// TestHostileTextIsKept: each hostile text, as prose, in a list, as a caption.
func TestHostileTextIsKept(t *testing.T) {
	for _, text := range hostile {
		roundTrip(t, policy.Document{Slug: "x", Title: text, Intro: []policy.Block{
			{UID: "a", Content: block.Prose(text)},
			{UID: "b", Content: block.List{wording.Markdown(text), wording.Markdown(text)}},
			{UID: "c", Content: block.CookieTable{Caption: text}},
		}})
	}
}

// TestShippedDocumentsAreWrittenAsTheyStand: an export of a shipped document is
// the file in content/, so that a diff shows what an editor changed and no more.
func TestShippedDocumentsAreWrittenAsTheyStand(t *testing.T) {
	files, err := filepath.Glob("../content/*.yaml")
	files = slices.DeleteFunc(files, func(file string) bool { return !site.IsDocument(filepath.Base(file)) })
	if err != nil || len(files) != 4 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d, err := policy.ParseYAML(text)
		if err != nil {
			t.Fatal(err)
		}
		written, err := d.YAML()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(text), string(written)); diff != "" {
			t.Errorf("%s: %s", file, diff)
		}
		roundTrip(t, d)
	}
}
