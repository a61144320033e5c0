// Package docs_test checks what the documents say of the code.
package docs_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	named   = regexp.MustCompile(`\b(?:Test|Fuzz|Benchmark)[A-Z]\w*`)
	defined = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)[A-Z]\w*)\(`)
)

// TestNamedTestsExist: every test that a document names is there.
func TestNamedTestsExist(t *testing.T) {
	exists := map[string]bool{}
	for _, text := range files(t, "..", "_test.go") {
		for _, found := range defined.FindAllStringSubmatch(text, -1) {
			exists[found[1]] = true
		}
	}
	documents := files(t, ".", ".md")
	if len(documents) < 10 || len(exists) < 500 {
		t.Fatalf("%d documents and %d tests are too few to be all", len(documents), len(exists))
	}
	for path, text := range documents {
		for _, name := range named.FindAllString(text, -1) {
			if !exists[name] {
				t.Errorf("%s names %s, which is no test", path, name)
			}
		}
	}
}

// files reads the files below a folder whose names end like that.
func files(t *testing.T, folder, end string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, end) {
			return err
		}
		text, err := os.ReadFile(path)
		texts[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}
