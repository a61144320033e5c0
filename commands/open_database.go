package commands

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/models"
)

// databaseFile is where SQLite keeps everything.
func databaseFile(c config.Config) string { return filepath.Join(c.DataDir, "prokken.db") }

// openDatabase makes sure of the data folder first: nothing is left half made.
func openDatabase(ctx context.Context, c config.Config) (*models.DB, error) {
	if err := os.MkdirAll(c.DataDir, 0o700); err != nil {
		return nil, fmt.Errorf("cannot use the data folder: %w; choose another with PROKKEN_DATA_DIR", err)
	}
	probe, err := os.CreateTemp(c.DataDir, ".probe-")
	if err != nil {
		return nil, fmt.Errorf("cannot write to the data folder: %w; choose another with PROKKEN_DATA_DIR", err)
	}
	if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
		return nil, err
	}
	db, err := models.Open(ctx, c.Database.URL, databaseFile(c))
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}
