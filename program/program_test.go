package program_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/prokken/prokken/program"
)

// TestEveryFactHasATest: the test that a fact names is there, in the package that it names, and
// speaks of the package's constants.
func TestEveryFactHasATest(t *testing.T) {
	names := map[string]bool{}
	for _, fact := range program.Facts() {
		if names[fact.Name] {
			t.Errorf("%s is there twice", fact.Name)
		}
		names[fact.Name] = true
		folder, name, isNamed := strings.Cut(fact.Test, ".")
		if !isNamed || !hasTest(t, folder, name) {
			t.Errorf("%s: there is no test %s that compares it", fact.Name, fact.Test)
		}
	}
}

// hasTest reports whether a file of tests in the folder has a function of that name that reads a
// constant of the package program.
func hasTest(t *testing.T, folder, name string) bool {
	t.Helper()
	files, err := filepath.Glob("../" + folder + "/*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	function := regexp.MustCompile(`(?ms)^func ` + name + `\(t \*testing\.T\) \{$.*?^\}$`)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if found := function.Find(text); found != nil {
			return strings.Contains(string(found), "program.")
		}
	}
	return false
}
