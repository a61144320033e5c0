package models

import (
	"database/sql"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"
)

// QueueDriver lets River keep its jobs in this database.
func (db *DB) QueueDriver() riverdriver.Driver[*sql.Tx] {
	if db.Dialect() == SQLite {
		return riversqlite.New(db.Pool())
	}
	return riverdatabasesql.NewWithPgxListener(db.Pool(), db.listeners)
}
