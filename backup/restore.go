package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"

	"github.com/prokken/prokken/models"
)

// Place is where a backup is restored to: an empty one.
type Place struct {
	URL  string // of Postgres; "" is SQLite in File
	File string
}

// ErrOtherDatabase says that a backup of one database cannot be restored into the other.
var ErrOtherDatabase = errors.New("the backup is of another kind of database than the configuration names")

// Restore puts the database back, and counts whether everything is there. It can be called once. Where
// ctx ends, the place is as empty as before.
func (b *Backup) Restore(ctx context.Context, to Place) error {
	if (to.URL == "") != (b.Database == models.SQLite) {
		return ErrOtherDatabase
	}
	if err := to.isEmpty(ctx); err != nil {
		return err
	}
	if err := b.archive.next(databaseName); err != nil {
		return err
	}
	folder, err := os.MkdirTemp(filepath.Dir(to.File), ".restore-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	part := filepath.Join(folder, databaseName)
	if err := errors.Join(save(part, until{ctx, b.archive}), b.archive.end()); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("the backup is damaged: %w", err)
	}
	if to.URL != "" {
		err = undump(ctx, to.URL, part)
	} else {
		err = os.Rename(part, to.File)
	}
	if err != nil {
		return err
	}
	return b.compare(context.WithoutCancel(ctx), to) // it is there: too late to stop
}

// isEmpty makes sure that nothing is overwritten.
func (p Place) isEmpty(ctx context.Context) error {
	if p.URL == "" {
		if _, err := os.Stat(p.File); err == nil {
			return fmt.Errorf("%s: %w", p.File, ErrExists)
		}
		return nil
	}
	db, err := models.Open(ctx, p.URL, "")
	if err != nil {
		return err
	}
	rows, err := db.CountRows(ctx)
	if err = errors.Join(err, db.Close()); err == nil && len(rows) > 0 {
		err = fmt.Errorf("the database has %d tables: %w", len(rows), ErrExists)
	}
	return err
}

func save(file string, content io.Reader) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, content)
	return errors.Join(err, f.Sync(), f.Close())
}

// compare counts what was restored: it has to be what the backup says.
func (b *Backup) compare(ctx context.Context, in Place) error {
	db, err := models.Open(ctx, in.URL, in.File)
	if err != nil {
		return err
	}
	rows, err := db.CountRows(ctx)
	if err = errors.Join(err, db.Close()); err != nil {
		return err
	}
	if !maps.Equal(rows, b.Rows) {
		return fmt.Errorf("restored, but not all is there: the backup says %v, there is %v", b.Rows, rows)
	}
	return nil
}
