package metrics

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	named  = regexp.MustCompile(`\bprokken_[a-z_]+\b`)
	family = regexp.MustCompile(`(?m)^# TYPE (prokken_[a-z_]+) `)
)

// TestTheDocumentKnowsEveryFigure, and no other: neither in its table nor in its rules.
func TestTheDocumentKnowsEveryFigure(t *testing.T) {
	text, err := os.ReadFile("../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	var there []string
	for _, found := range family.FindAllStringSubmatch(scrape(counted(&source{read: full})), -1) {
		there = append(there, found[1])
		if !strings.Contains(string(text), "\n| `"+found[1]+"`") {
			t.Errorf("the table has no line for %s", found[1])
		}
	}
	if len(there) < 15 {
		t.Errorf("%d figures are too few to be all", len(there))
	}
	for _, name := range named.FindAllString(string(text), -1) {
		if !slices.Contains(there, strings.TrimSuffix(name, "_bucket")) {
			t.Errorf("the document names %s, which is no figure", name)
		}
	}
}
