package cookie

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// mayName is where the header's name stands for a reason, besides the package that
// mints cookies: audits read it in the answers of others.
var mayName = map[string]string{"audit/observe/set_cookie.go": "set-cookie"}

// TestOnlyCookieNamesTheHeader: no other code can set a cookie past the mint and
// the gate, since it would have to name the header.
func TestOnlyCookieNamesTheHeader(t *testing.T) {
	var found []string
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		for _, text := range headerNames(t, path) {
			if file := strings.TrimPrefix(filepath.ToSlash(path), "../"); !strings.HasPrefix(file, "cookie/") &&
				mayName[file] != text {
				t.Errorf("%s names the header: %q", file, text)
			}
			found = append(found, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 2 {
		t.Errorf("the test sees nothing: %v", found)
	}
}

// headerNames are the literals in a file that are the header's name, however it is
// written.
func headerNames(t *testing.T, path string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	ast.Inspect(file, func(n ast.Node) bool {
		if literal, is := n.(*ast.BasicLit); is && literal.Kind == token.STRING {
			if text, err := strconv.Unquote(literal.Value); err == nil &&
				strings.EqualFold(strings.TrimSpace(text), "Set-Cookie") {
				names = append(names, text)
			}
		}
		return true
	})
	return names
}
