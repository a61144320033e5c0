package letter_test

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/mail/letter/lettertest"
)

// names returns the names of the structs, sorted.
func names(contents []letter.Content) []string {
	var names []string
	for _, c := range contents {
		names = append(names, reflect.TypeOf(c).Name())
	}
	slices.Sort(names)
	return names
}

// declared returns the names of the structs that the package declares to be mails, sorted.
func declared(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(`(?m)^func \((\w+)\) Kind\(\)`).FindAllStringSubmatch(string(source), -1) {
			names = append(names, found[1])
		}
	}
	slices.Sort(names)
	return names
}

// TestEveryKindIsListed once, under a name of its own, and has an example.
func TestEveryKindIsListed(t *testing.T) {
	listed := names(letter.Kinds())
	if diff := cmp.Diff(declared(t), listed); diff != "" {
		t.Errorf("kinds.go lists other mails than are declared:\n%s", diff)
	}
	if diff := cmp.Diff(listed, names(lettertest.Examples())); diff != "" {
		t.Errorf("the examples are of other kinds:\n%s", diff)
	}
	seen := map[letter.Kind]bool{}
	for _, c := range letter.Kinds() {
		if seen[c.Kind()] {
			t.Errorf("two mails are called %s", c.Kind())
		}
		seen[c.Kind()] = true
	}
}

// TestRoundTrip: what is stored is read as it was, every field of it.
func TestRoundTrip(t *testing.T) {
	for _, c := range lettertest.Examples() {
		stored, err := letter.Encode(c)
		if err != nil {
			t.Fatal(err)
		}
		read, err := letter.Decode(c.Kind(), stored)
		if diff := cmp.Diff(c, read); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", c.Kind(), err, diff)
		}
	}
}

type unlisted struct{}

func (unlisted) Kind() letter.Kind { return "receipt" }

// TestNothingUnknown is stored or read.
func TestNothingUnknown(t *testing.T) {
	for name, c := range map[string]letter.Content{
		"nothing": nil, "another kind's name": unlisted{}, "a pointer": &letter.Receipt{},
	} {
		if stored, err := letter.Encode(c); err == nil {
			t.Errorf("%s is stored: %s", name, stored)
		}
	}
	for name, tt := range map[string]struct {
		kind letter.Kind
		json string
	}{
		"a kind":     {"newsletter", "{}"},
		"a field":    {"plan_ended", `{"plan": "Studio", "price": 1}`},
		"a type":     {"plan_ended", `{"plan": 1}`},
		"no content": {"plan_ended", ""},
		"null":       {"plan_ended", "null"},
		"no field":   {"plan_ended", "{}"},
	} {
		if read, err := letter.Decode(tt.kind, []byte(tt.json)); err == nil {
			t.Errorf("%s is read: %+v", name, read)
		}
	}
}
