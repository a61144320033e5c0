package models

import (
	"context"
	"fmt"

	"gorm.io/gorm"
)

// CopyTo writes a copy of the SQLite database, as it is at one moment, to a file that is not there
// yet. Others write meanwhile.
func (db *DB) CopyTo(ctx context.Context, file string) error {
	return db.Reader.WithContext(ctx).Exec("VACUUM INTO ?", file).Error
}

// SchemaVersion is the number of the newest migration of the database.
func (db *DB) SchemaVersion(ctx context.Context) (int64, error) {
	provider, err := db.migrator()
	if err != nil {
		return 0, err
	}
	return provider.GetDBVersion(ctx)
}

// tableNames asks for the names of all tables, those of the job queue and of the migrations too.
var tableNames = map[Dialect]string{
	SQLite:   `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
	Postgres: `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() ORDER BY table_name`,
}

// CountRows counts the rows of each table, by its name.
func (db *DB) CountRows(ctx context.Context) (map[string]int64, error) {
	var names []string
	if err := db.Reader.WithContext(ctx).Raw(tableNames[db.dialect]).Scan(&names).Error; err != nil {
		return nil, err
	}
	counts := map[string]int64{}
	for _, name := range names {
		var n int64
		if err := db.Reader.WithContext(ctx).Table(name).Count(&n).Error; err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		counts[name] = n
	}
	return counts, nil
}

// AtOneMoment runs fn in a transaction that sees the Postgres database as it is at one moment,
// whatever others write; moment names it for other connections while fn runs.
func (db *DB) AtOneMoment(ctx context.Context, fn func(tx *DB, moment string) error) error {
	return db.Writer.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := tx.Exec("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY").Error; err != nil {
			return err
		}
		var moment string
		if err := tx.Raw("SELECT pg_export_snapshot()").Scan(&moment).Error; err != nil {
			return err
		}
		return fn(&DB{dialect: db.dialect, Writer: tx, Reader: tx}, moment)
	})
}
