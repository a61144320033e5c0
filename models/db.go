// Package models opens the database and holds what every query shares: one handle,
// transactions, errors, and the migrations of both databases. The tables and queries
// of a subject stand in models/<subject>, over that handle. GORM stays below this
// folder. Start reading at [DB].
package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// Dialect is which of the two databases is in use.
type Dialect string

// The two databases.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// DB is the database, or, inside [DB.Transaction], one transaction on it.
type DB struct {
	dialect   Dialect
	Writer    *gorm.DB
	Reader    *gorm.DB // the same as write on Postgres and in a transaction
	admin     *gorm.DB // reads for the back office; nil where Reader does
	listeners *pgxpool.Pool
}

// ForAdmin returns the database as the back office reads it: on SQLite with connections of its own, so that
// its searches keep nobody else waiting.
func (db *DB) ForAdmin() *DB {
	if db == nil || db.admin == nil {
		return db
	}
	reading := *db
	reading.Reader = db.admin
	return &reading
}

// Open connects: to Postgres at url, or, when url is empty, to the SQLite file.
// It changes nothing in the database; see [DB.Migrate].
func Open(ctx context.Context, url, sqliteFile string) (*DB, error) {
	if url == "" {
		return openSQLite(ctx, sqliteFile)
	}
	return openPostgres(ctx, url)
}

// gormConfig: single statements need no transaction of their own, times are as
// both databases keep them, and driver errors become gorm's.
func gormConfig() *gorm.Config {
	return &gorm.Config{
		SkipDefaultTransaction: true,
		TranslateError:         true,
		NowFunc:                Now,
		Logger:                 logger.Discard,
		DisableAutomaticPing:   true, // Open has asked already
	}
}

// Now is the time as the databases keep it: UTC, to the millisecond.
func Now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// Dialect tells which database this is.
func (db *DB) Dialect() Dialect { return db.dialect }

// Close ends all connections.
func (db *DB) Close() error {
	if db.listeners != nil {
		db.listeners.Close()
	}
	write, read := db.Pool(), pool(db.Reader)
	if read == write {
		return write.Close()
	}
	return errors.Join(pool(db.admin).Close(), read.Close(), write.Close())
}

// Pool is the pool that writes, for the job queue.
func (db *DB) Pool() *sql.DB { return pool(db.Writer) }

// Pools are all pools of connections by name, for who watches them.
func (db *DB) Pools() map[string]*sql.DB {
	if db.dialect == SQLite {
		return map[string]*sql.DB{"writer": db.Pool(), "readers": pool(db.Reader), "admin": pool(db.admin)}
	}
	return map[string]*sql.DB{"main": db.Pool()}
}

func pool(g *gorm.DB) *sql.DB {
	p, err := g.DB()
	if err != nil {
		panic(fmt.Sprintf("a transaction has no pool: %v", err)) // a programming error
	}
	return p
}

// Ready reports whether the database answers and is migrated to this program.
func (db *DB) Ready(ctx context.Context) error {
	if err := pool(db.Reader).PingContext(ctx); err != nil {
		return err
	}
	return db.checkMigrated(ctx)
}

// Transaction runs fn in one transaction: all of it happens, or nothing.
func (db *DB) Transaction(ctx context.Context, fn func(tx *DB) error) error {
	err := db.Writer.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		return fn(&DB{dialect: db.dialect, Writer: tx, Reader: tx})
	})
	return TranslateError(err)
}

// Tx is the transaction's handle, for the job queue; nil outside one.
func (db *DB) Tx() *sql.Tx {
	tx, _ := db.Writer.Statement.ConnPool.(*sql.Tx)
	return tx
}
