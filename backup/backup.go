// Package backup copies what a server has to keep into one file while it runs, and puts it back on
// an empty machine: the database, and the secrets without which nobody could log in and no policy
// could be verified. The commands of the same names, and the server from time to time, call it.
// Start reading at [Make] and [Open].
package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/prokken/prokken/models"
)

// Source is what is copied.
type Source struct {
	DB      *models.DB
	URL     string   // of Postgres; "" of SQLite
	Secrets []string // the current one first
	Program string   // the version of the program that writes
	// Recipient is whom the file is encrypted to: an age public key, age1...; "" leaves it readable
	// for whoever has it.
	Recipient string
	Now       time.Time
}

// Manifest says what a backup holds. It stands in the file, and beside it for people.
type Manifest struct {
	Made      time.Time        `json:"made"`
	Program   string           `json:"program"`
	Database  models.Dialect   `json:"database"`
	Schema    int64            `json:"schema"` // the number of the newest migration
	Rows      map[string]int64 `json:"rows"`   // by table
	Encrypted bool             `json:"encrypted"`
}

// Total is the number of all rows.
func (m Manifest) Total() (n int64) {
	for _, rows := range m.Rows {
		n += rows
	}
	return n
}

// ErrExists says that there is something where the backup would be written or restored to: nothing
// is ever overwritten.
var ErrExists = errors.New("there is something already")

// Make writes a backup to the file, whole or not at all, readable by its owner alone. Where ctx ends,
// nothing is left of it.
func Make(ctx context.Context, file string, s Source) (Manifest, error) {
	if _, err := os.Stat(file); err == nil {
		return Manifest{}, fmt.Errorf("%s: %w", file, ErrExists)
	}
	folder, err := os.MkdirTemp(filepath.Dir(file), ".backup-")
	if err != nil {
		return Manifest{}, err
	}
	defer os.RemoveAll(folder)
	database := filepath.Join(folder, databaseName)
	m, err := s.copyDatabase(ctx, database)
	if err != nil {
		return m, err
	}
	part := filepath.Join(folder, "part")
	if err := s.write(ctx, part, database, m); err != nil {
		return m, err
	}
	return m, os.Rename(part, file)
}

func (s Source) write(ctx context.Context, file, database string, m Manifest) error {
	out, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	err = s.archive(ctx, out, database, m)
	return errors.Join(err, out.Sync(), out.Close())
}

func (s Source) archive(ctx context.Context, out io.Writer, database string, m Manifest) error {
	w, err := newWriter(out, s.Recipient)
	if err != nil {
		return err
	}
	return errors.Join(w.fill(ctx, m, s.Secrets, database), w.Close())
}
