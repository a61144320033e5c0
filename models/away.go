package models

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"net"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/ncruces/go-sqlite3"
)

// IsAway reports whether an error says that the database cannot be reached or does not take
// anything at the moment: nothing is wrong with what it was asked.
func IsAway(err error) bool {
	var refused *pgconn.ConnectError
	var network net.Error
	switch {
	case err == nil:
		return false
	case errors.As(err, &refused), errors.Is(err, driver.ErrBadConn), errors.Is(err, sql.ErrConnDone):
		return true
	case errors.As(err, &network) && network.Timeout() || errors.As(err, new(*net.OpError)):
		return true
	}
	isClosed := slices.ContainsFunc(closed, func(text string) bool { return strings.Contains(err.Error(), text) })
	return isClosed || isPostgresAway(err) || isSQLiteAway(err)
}

// closed is how database/sql and pgx say that a pool or a connection was closed; they export
// no such errors.
var closed = []string{"sql: database is closed", "conn closed"}

// postgresAway are the classes and codes of Postgres for a server that is going, coming, full
// or read-only (PostgreSQL, appendix A).
var postgresAway = []string{"08", "57P", "53", "58", "25006", "55000"}

func isPostgresAway(err error) bool {
	var answer *pgconn.PgError
	if !errors.As(err, &answer) {
		return false
	}
	for _, code := range postgresAway {
		if strings.HasPrefix(answer.Code, code) {
			return true
		}
	}
	return false
}

// sqliteAway are the codes of SQLite for a file that is locked, full, read-only or out of reach.
var sqliteAway = []sqlite3.ErrorCode{
	sqlite3.BUSY, sqlite3.LOCKED, sqlite3.READONLY, sqlite3.IOERR, sqlite3.FULL, sqlite3.CANTOPEN,
}

func isSQLiteAway(err error) bool {
	return slices.ContainsFunc(sqliteAway, func(code sqlite3.ErrorCode) bool { return errors.Is(err, code) })
}
