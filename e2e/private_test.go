package e2e

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestDataIsPrivate: of a server that runs, and of a backup that is made meanwhile, nothing can be
// read by others on the machine, whatever their defaults are.
func TestDataIsPrivate(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	startIn(t, folder, "")
	backup := exec.Command("sh", "-c", "umask 000; exec "+built(t)+" backup")
	backup.Dir = folder
	if out, err := backup.CombinedOutput(); err != nil || !strings.Contains(string(out), "rows of sqlite") {
		t.Fatalf("%v: %s", err, out)
	}
	files := 0
	err := filepath.WalkDir(filepath.Join(folder, "data"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if os.IsNotExist(err) {
			return nil // the server took it away
		}
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s can be read by others: %s", path, info.Mode())
		}
		files++
		return err
	})
	if err != nil || files < 4 {
		t.Errorf("%d files, %v", files, err)
	}
}
