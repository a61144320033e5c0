package backup

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/prokken/prokken/program"
)

// Keeper makes backups from time to time and keeps the newest of them: none for longer than the
// privacy policy says.
type Keeper struct {
	Folder string
	Every  time.Duration // 0: none is made by itself
	Keep   int           // how many; at least one
	Source func(now time.Time) Source
	Now    func() time.Time
}

// Kept is a backup in the folder.
type Kept struct {
	Manifest
	File  string
	Bytes int64
}

const (
	nameForm = "prokken-20060102T150405Z"
	ending   = ".backup"
	beside   = ".json" // the manifest
)

// MakeDue makes a backup if the newest is old enough, and removes those that are kept no longer.
func (k Keeper) MakeDue(ctx context.Context) error {
	newest, err := Newest(k.Folder)
	if err != nil {
		return err
	}
	if k.Every > 0 && k.Now().Sub(newest.Made) >= k.Every {
		_, err = k.Make(ctx)
	}
	return errors.Join(err, k.removeOld())
}

// Make makes a backup now.
func (k Keeper) Make(ctx context.Context) (Kept, error) {
	if err := os.MkdirAll(k.Folder, 0o700); err != nil {
		return Kept{}, err
	}
	now := k.Now().UTC()
	file := filepath.Join(k.Folder, now.Format(nameForm)+ending)
	m, err := Make(ctx, file, k.Source(now))
	if err != nil {
		return Kept{}, err
	}
	return Kept{Manifest: m, File: file}, describe(file, m)
}

// describe writes the manifest beside the backup, for people and for the page of admins. It names
// nobody.
func describe(file string, m Manifest) error {
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(strings.TrimSuffix(file, ending)+beside, text, 0o600)
}

// removeOld removes what is beyond the number, and what is older than any backup may become.
func (k Keeper) removeOld() error {
	files, err := list(k.Folder)
	if err != nil {
		return err
	}
	for i, file := range files {
		made, _ := madeAt(file) // a name of another form is as old as can be
		if i < len(files)-max(1, k.Keep) || k.Now().Sub(made) >= program.BackupsKept {
			err = errors.Join(err, remove(file))
		}
	}
	return err
}

// remove removes the backup, and what tells of it, which may be gone already.
func remove(file string) error {
	err := os.Remove(strings.TrimSuffix(file, ending) + beside)
	if errors.Is(err, os.ErrNotExist) {
		err = nil
	}
	return errors.Join(os.Remove(file), err)
}

// madeAt reads from the name of the file when it was made.
func madeAt(file string) (time.Time, error) {
	return time.Parse(nameForm, strings.TrimSuffix(filepath.Base(file), ending))
}

// list names the backups in the folder, the oldest first.
func list(folder string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(folder, "prokken-*"+ending))
	slices.Sort(files)
	return files, err
}

// Newest is the newest backup in the folder; one without a file where there is none.
func Newest(folder string) (Kept, error) {
	files, err := list(folder)
	if err != nil || len(files) == 0 {
		return Kept{}, err
	}
	file := files[len(files)-1]
	info, err := os.Stat(file)
	if err != nil {
		return Kept{}, err
	}
	kept := Kept{File: file, Bytes: info.Size()}
	text, err := os.ReadFile(strings.TrimSuffix(file, ending) + beside)
	if err == nil {
		err = json.Unmarshal(text, &kept.Manifest)
	}
	if err != nil { // it was put there by hand: its name tells when it was made
		kept.Made, err = madeAt(file)
	}
	return kept, err
}
