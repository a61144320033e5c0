package backup

import (
	"context"
	"errors"

	"github.com/prokken/prokken/models"
)

// copyDatabase writes the database, as it is at one moment, to the file.
func (s Source) copyDatabase(ctx context.Context, file string) (Manifest, error) {
	m := Manifest{
		Made: s.Now.UTC(), Program: s.Program, Database: s.DB.Dialect(), Encrypted: s.Recipient != "",
	}
	var err error
	if m.Schema, err = s.DB.SchemaVersion(ctx); err != nil {
		return m, err
	}
	if s.DB.Dialect() == models.SQLite {
		m.Rows, err = copySQLite(ctx, s.DB, file)
		return m, err
	}
	err = s.DB.AtOneMoment(ctx, func(tx *models.DB, moment string) error {
		if m.Rows, err = tx.CountRows(ctx); err != nil {
			return err
		}
		return dump(ctx, s.URL, moment, file)
	})
	return m, err
}

// copySQLite counts in the copy what it holds.
func copySQLite(ctx context.Context, db *models.DB, file string) (map[string]int64, error) {
	if err := db.CopyTo(ctx, file); err != nil {
		return nil, err
	}
	copied, err := models.Open(ctx, "", file)
	if err != nil {
		return nil, err
	}
	rows, err := copied.CountRows(ctx)
	return rows, errors.Join(err, copied.Close())
}
