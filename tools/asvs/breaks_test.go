package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBreaksFit: the code that each break changes is there, and its test is named in one of the
// folder's test files.
func TestBreaksFit(t *testing.T) {
	for _, b := range breaks {
		code, err := os.ReadFile(filepath.Join("../..", b.file))
		if err != nil || !strings.Contains(string(code), b.old) || b.old == b.new {
			t.Errorf("%s: %s has no %q, %v", b.requirement, b.file, b.old, err)
		}
		if !isTest(t, b.pkg, b.test) {
			t.Errorf("%s: %s has no %s", b.requirement, b.pkg, b.test)
		}
	}
}

func isTest(t *testing.T, pkg, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../..", pkg, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "func "+name+"(") {
			return true
		}
	}
	return false
}
