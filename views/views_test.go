package views

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestViewsHoldWhatTheyShow: a view with a function could ask a service while its page is
// written.
func TestViewsHoldWhatTheyShow(t *testing.T) {
	structs := 0
	for _, file := range parsedViews(t) {
		ast.Inspect(file, func(n ast.Node) bool {
			declared, isType := n.(*ast.TypeSpec)
			if !isType {
				return true
			}
			view, isStruct := declared.Type.(*ast.StructType)
			if !isStruct || file.Name.Name == "mails" && declared.Name.Name == "writer" { // which writes, and is not shown
				return false
			}
			structs++
			ast.Inspect(view, func(n ast.Node) bool {
				if _, isFunc := n.(*ast.FuncType); isFunc {
					t.Errorf("%s.%s holds a function", file.Name, declared.Name)
				}
				_, isInterface := n.(*ast.InterfaceType)
				return !isInterface
			})
			return false
		})
	}
	if structs < 80 {
		t.Errorf("%d types were looked at", structs)
	}
}

// parsedViews are the files of this package and of the rooms, tests left out.
func parsedViews(t *testing.T) []*ast.File {
	t.Helper()
	var files []*ast.File
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		files = append(files, file)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestRoomsKeepApart: the linter does not read what is generated from templates.
func TestRoomsKeepApart(t *testing.T) {
	rooms := []string{"account", "legal", "editor", "billing", "admin", "sites", "home"}
	may := map[string][]string{
		"editor": {"legal"}, "sites": {"legal", "billing"}, "admin": {"billing"}, "home": {"legal"},
	}
	for _, file := range parsedViews(t) {
		for _, spec := range file.Imports {
			path := strings.Trim(spec.Path.Value, `"`)
			room, isView := strings.CutPrefix(path, "github.com/prokken/prokken/views/")
			if isView && slices.Contains(rooms, room) && !slices.Contains(may[file.Name.Name], room) {
				t.Errorf("views/%s imports views/%s", file.Name, room)
			}
		}
	}
}
