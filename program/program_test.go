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
// compares what the program does with the fact's constant.
func TestEveryFactHasATest(t *testing.T) {
	names := map[string]bool{}
	for _, fact := range program.Facts() {
		if names[fact.Name] {
			t.Errorf("%s is there twice", fact.Name)
		}
		names[fact.Name] = true
		folder, name, isNamed := strings.Cut(fact.Test, ".")
		if !isNamed || !hasTest(t, folder, name, constantOf(fact.Name)) {
			t.Errorf("%s: there is no test %s that reads program.%s", fact.Name, fact.Test, constantOf(fact.Name))
		}
	}
}

// constantOf returns the name of the constant: "SessionsKept" of sessions_kept.
func constantOf(name string) string {
	var constant strings.Builder
	for part := range strings.SplitSeq(name, "_") {
		constant.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return constant.String()
}

// hasTest reports whether a file of tests in the folder has a function of that name that reads the
// constant.
func hasTest(t *testing.T, folder, name, constant string) bool {
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
			return strings.Contains(string(found), "program."+constant)
		}
	}
	return false
}
