package billing_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// usesLimit finds where something is counted against a limit.
var usesLimit = regexp.MustCompile(`\.Use\(.*\b(billing|entitlements)\.(Sites|Audits)\b`)

// TestUsedLimits: what plans limit is counted by some code.
func TestUsedLimits(t *testing.T) {
	used := map[string]bool{}
	err := fs.WalkDir(os.DirFS(".."), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") ||
			strings.HasPrefix(path, "billing/") {
			return err
		}
		text, err := os.ReadFile("../" + path)
		for _, found := range usesLimit.FindAllStringSubmatch(string(text), -1) {
			used[found[2]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if !used["Sites"] || !used["Audits"] {
		t.Errorf("only these are counted against: %v", used)
	}
}
