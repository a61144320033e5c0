package models

import (
	"context"
	"io/fs"
	"slices"

	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/rivermigrate"
)

// isMigrated reports by one query whether there is nothing to migrate. What makes it an error, such
// as a database without tables, is for the migration to find out.
func (db *DB) isMigrated(ctx context.Context) (bool, error) {
	var applied []struct {
		Part    string
		Version int64
	}
	err := db.Reader.WithContext(ctx).Raw(`SELECT 'tables' AS part, version_id AS version FROM goose_db_version WHERE is_applied
		UNION SELECT 'queue', version FROM river_migration WHERE line = 'main'`).Scan(&applied).Error
	if err != nil {
		return false, err
	}
	there := map[string][]int64{}
	for _, a := range applied {
		there[a.Part] = append(there[a.Part], a.Version)
	}
	tables, err := db.tableVersions()
	if err != nil {
		return false, err
	}
	queue, err := db.queueVersions()
	return holds(there["tables"], tables) && holds(there["queue"], queue), err
}

// holds reports whether all of the known versions are there, and none that is newer.
func holds(there, known []int64) bool {
	missing := slices.ContainsFunc(known, func(version int64) bool { return !slices.Contains(there, version) })
	return !missing && len(there) > 0 && slices.Max(there) == slices.Max(known)
}

// tableVersions are the migrations that this program knows.
func (db *DB) tableVersions() ([]int64, error) {
	files, err := fs.ReadDir(migrations, "migrations/"+string(db.Dialect()))
	var versions []int64
	for _, file := range files {
		version, wrong := goose.NumericComponent(file.Name())
		if wrong != nil {
			return nil, wrong
		}
		versions = append(versions, version)
	}
	return versions, err
}

// queueVersions are the migrations of River that this program knows.
func (db *DB) queueVersions() ([]int64, error) {
	migrator, err := rivermigrate.New(db.QueueDriver(), nil)
	if err != nil {
		return nil, err
	}
	var versions []int64
	for _, m := range migrator.AllVersions() {
		versions = append(versions, int64(m.Version))
	}
	return versions, nil
}
