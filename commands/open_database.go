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
	if err := makeDataFolder(c.DataDir); err != nil {
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

// makeDataFolder makes the folder, for its owner alone, and tries to write in it.
func makeDataFolder(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("cannot use the data folder: %w; choose another with PROKKEN_DATA_DIR", err)
	}
	probe, err := os.CreateTemp(folder, ".probe-")
	if err != nil {
		return fmt.Errorf("cannot write to the data folder: %w; choose another with PROKKEN_DATA_DIR", err)
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}
