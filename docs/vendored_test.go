package docs_test

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// row is a line of the table: some files of others, and where they are from.
type row struct{ files, what, version, taken, source, licence, digest, updatedBy string }

// TestVendored compares the table with the files and with the scripts that take them.
func TestVendored(t *testing.T) {
	covered := map[string]bool{}
	for _, r := range rows(t) {
		files := r.found(t)
		for _, file := range files {
			covered[file] = true
		}
		if got := digest(t, files); got != r.digest {
			t.Errorf("%s: the digest is %s, not %s: is the version right, too?", r.files, got, r.digest)
		}
		if _, err := time.Parse(time.DateOnly, r.taken); err != nil || r.source == "" || r.licence == "" {
			t.Errorf("%s: taken on %q from %q under %q", r.files, r.taken, r.source, r.licence)
		}
		r.checkScript(t)
	}
	for _, file := range foreign(t) {
		if !covered[file] {
			t.Errorf("%s is not in the table", file)
		}
	}
}

func rows(t *testing.T) []row {
	t.Helper()
	text, err := os.ReadFile("vendored.md")
	if err != nil {
		t.Fatal(err)
	}
	var all []row
	for line := range strings.Lines(string(text)) {
		if cells := strings.Split(strings.TrimSpace(line), " | "); strings.HasPrefix(line, "| `") && len(cells) == 8 {
			all = append(all, row{
				strings.Trim(cells[0], "| `"), cells[1], cells[2], cells[3], cells[4], cells[5], cells[6],
				strings.Trim(cells[7], " |"),
			})
		} else if strings.HasPrefix(line, "| `") {
			t.Errorf("%d cells: %s", len(cells), line)
		}
	}
	if len(all) == 0 {
		t.Fatal("there is no table")
	}
	return all
}

// found returns the files of the row, in the order of their names.
func (r row) found(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("../" + r.files)
	names = slices.DeleteFunc(names, isFolder)
	if err != nil || len(names) == 0 {
		t.Errorf("%s: there are no such files, %v", r.files, err)
	}
	return names
}

func isFolder(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

func digest(t *testing.T, files []string) string {
	t.Helper()
	hash := sha256.New()
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		hash.Write(text)
	}
	return hex.EncodeToString(hash.Sum(nil))[:12]
}

var script = regexp.MustCompile("^`([^`]+)`$")

// checkScript: a script that is named is there, and it or the files name the version; who goes
// without says why.
func (r row) checkScript(t *testing.T) {
	t.Helper()
	named := script.FindStringSubmatch(r.updatedBy)
	if named == nil {
		if !strings.HasPrefix(r.updatedBy, "by hand: ") {
			t.Errorf("%s: updated by %q", r.files, r.updatedBy)
		}
		return
	}
	text, err := os.ReadFile("../" + named[1])
	if err != nil {
		t.Error(err)
	}
	beside, _ := os.ReadFile(filepath.Join("..", filepath.Dir(r.files), "version.json"))
	if !strings.Contains(string(text)+string(beside), r.version) {
		t.Errorf("%s does not take version %s", named[1], r.version)
	}
}

// foreign returns what looks like another's: minified scripts, and all that stands beside a licence.
func foreign(t *testing.T) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && (entry.Name() == ".git" || entry.Name() == "node_modules") {
			return fs.SkipDir
		}
		if err == nil && !entry.IsDir() && isForeign(path) {
			all = append(all, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func isForeign(path string) bool {
	licences, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "LICENSE*"))
	isText := slices.Contains([]string{".js", ".css", ".txt"}, filepath.Ext(path))
	return strings.Contains(path, ".min.") || len(licences) > 0 && isText && filepath.Dir(path) != ".."
}
