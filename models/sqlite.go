package models

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/ncruces/go-sqlite3/driver"
	"github.com/ncruces/go-sqlite3/gormlite"
	"gorm.io/gorm"
)

// readers is how many SQLite connections read at once beside the one that writes; adminReaders is how many more
// read for the back office.
const (
	readers      = 4
	adminReaders = 2
)

// openSQLite makes three pools: one connection that writes, in transactions that
// take the lock at once, and a few that read. So nobody ever sees SQLITE_BUSY.
func openSQLite(ctx context.Context, file string) (*DB, error) {
	write, err := openSQLitePool(file, 1, "immediate")
	if err != nil {
		return nil, err
	}
	if err := pool(write).PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("cannot open the database %s: %w", file, err), pool(write).Close())
	}
	read, err := openSQLitePool(file, readers, "deferred")
	if err != nil {
		return nil, errors.Join(err, pool(write).Close())
	}
	admin, err := openSQLitePool(file, adminReaders, "deferred")
	if err != nil {
		return nil, errors.Join(err, pool(read).Close(), pool(write).Close())
	}
	return &DB{dialect: SQLite, Writer: write, Reader: read, admin: admin}, nil
}

// openSQLitePool: times are stored as UTC text of one width, so that they sort
// and compare; River, which shares the writer, writes and reads the same form.
func openSQLitePool(file string, connections int, lock string) (*gorm.DB, error) {
	options := url.Values{
		"_txlock":  {lock},
		"_timefmt": {"2006-01-02 15:04:05.000"},
		"_pragma": {
			"busy_timeout(10000)", "journal_mode(wal)", "synchronous(normal)", "foreign_keys(on)", "temp_store(memory)",
		},
	}
	address := url.URL{Scheme: "file", OmitHost: true, Path: file, RawQuery: options.Encode()}
	pool, err := driver.Open(address.String())
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	return gorm.Open(gormlite.OpenDB(pool), gormConfig())
}
