package handlers_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/prokken/prokken/handlers"
)

// TestStyleSheetIsOneOfAFolder: all of its files, in the order of their names, after the order of the
// layers.
func TestStyleSheetIsOneOfAFolder(t *testing.T) {
	static := fstest.MapFS{
		"site/b.css": {Data: []byte("b{}")}, "site/a.css": {Data: []byte("a{}")}, "site/notes.txt": {Data: []byte("no")},
		"editor/c.css": {Data: []byte("c{}")},
	}
	sheet, err := handlers.StyleSheet(static, "site")
	if err != nil || !strings.HasPrefix(string(sheet), "@layer base, ") || !strings.HasSuffix(string(sheet), ";\na{}b{}") {
		t.Errorf("%s, %v", sheet, err)
	}
}
