package commands

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/models"
)

// databaseFile is where SQLite keeps everything.
func databaseFile(c config.Config) string { return filepath.Join(c.DataDir, "prokken.db") }

// openDatabase makes sure of the data folder first: nothing is left half made.
func openDatabase(ctx context.Context, c config.Config) (*models.DB, error) {
	return openDatabaseWithin(ctx, c, 0)
}

// openDatabaseWithin does what openDatabase does, and waits that long for a Postgres that is
// not up yet.
func openDatabaseWithin(ctx context.Context, c config.Config, patience time.Duration) (*models.DB, error) {
	if err := makeDataFolder(c.DataDir); err != nil {
		return nil, err
	}
	db, err := waitForDatabase(ctx, c, patience)
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

const (
	databasePatience = time.Minute // machines start in any order
	databaseRetry    = time.Second
)

// waitForDatabase opens the database, and waits a while for one that is not up yet.
func waitForDatabase(ctx context.Context, c config.Config, patience time.Duration) (*models.DB, error) {
	waiting, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for told := false; ; told = true {
		db, err := models.Open(ctx, c.Database.URL, databaseFile(c))
		if !models.IsAway(err) || patience == 0 || c.Database.URL == "" {
			return db, err
		}
		if !told {
			slog.WarnContext(ctx, "the database is not there yet: waiting for it", "for", patience, "error", err)
		}
		select {
		case <-waiting.Done():
			return nil, err
		case <-time.After(databaseRetry):
		}
	}
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
