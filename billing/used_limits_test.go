package billing_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/prokken/prokken/program"
)

// usesLimit finds where something is counted against a limit.
var usesLimit = regexp.MustCompile(`\.Use\(.*\b(billing|entitlements)\.(Sites|Audits)\b`)

// TestUsedLimits: production sells a limit once some code counts against it, and not before.
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
	if used["Sites"] != program.SitesLimitUsed || used["Audits"] != program.AuditsLimitUsed {
		t.Errorf(
			"used: %v; package program says sites %v, audits %v",
			used,
			program.SitesLimitUsed,
			program.AuditsLimitUsed,
		)
	}
}
