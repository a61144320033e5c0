package models

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations
var migrations embed.FS

// Migrate brings the schema, the job queue's tables included, up to this
// program. Done twice it does nothing the second time.
func (db *DB) Migrate(ctx context.Context) error {
	if done, err := db.isMigrated(ctx); err == nil && done {
		return nil
	}
	if err := db.migrateTables(ctx); err != nil {
		return err
	}
	return db.migrateQueue(ctx)
}

func (db *DB) migrateTables(ctx context.Context) error {
	provider, err := db.migrator()
	if err != nil {
		return err
	}
	if err := refuseNewer(ctx, provider); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// refuseNewer returns [ErrNewSchema] for a database that another program brought further than
// this one can: what it writes could contradict what this one expects.
func refuseNewer(ctx context.Context, provider *goose.Provider) error {
	there, err := provider.GetDBVersion(ctx)
	if err != nil {
		return err
	}
	sources := provider.ListSources()
	if known := sources[len(sources)-1].Version; there > known {
		return fmt.Errorf("%w: it is at %d, this program knows %d", ErrNewSchema, there, known)
	}
	return nil
}

func (db *DB) migrator() (*goose.Provider, error) {
	folder, err := fs.Sub(migrations, "migrations/"+string(db.Dialect()))
	if err != nil {
		return nil, err
	}
	if db.Dialect() == SQLite {
		return goose.NewProvider(goose.DialectSQLite3, db.Pool(), folder)
	}
	// Several instances may start at once: one migrates, the others wait.
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db.Pool(), folder, goose.WithSessionLocker(locker))
}

func (db *DB) checkMigrated(ctx context.Context) error {
	provider, err := db.migrator()
	if err != nil {
		return err
	}
	pending, err := provider.HasPending(ctx)
	if err == nil && pending {
		err = ErrOldSchema
	}
	return err
}

// migrateQueue lets River do what its version has beyond the baseline: nothing, as
// long as it is the version that the baseline was made with.
func (db *DB) migrateQueue(ctx context.Context) error {
	migrator, err := rivermigrate.New(db.QueueDriver(), nil)
	if err != nil {
		return err
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrate the job queue: %w", err)
	}
	return nil
}
