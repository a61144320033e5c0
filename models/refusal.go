package models

import (
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/ncruces/go-sqlite3"
)

// refusal is the code with which a trigger of ours refuses something. Postgres
// gives it as the SQLSTATE; the text of SQLite's error begins with it.
type refusal string

// The codes that a caller can meet. The migrations have three more, for what no
// query does: PK001, a published version never changes; PK005, it is signed; PK006, a
// choice follows on the last one.
const (
	refusedChange    refusal = "PK002" // this is only ever added to
	refusedLastAdmin refusal = "PK003" // the last admin has to stay
	refusedLate      refusal = "PK004" // a version in effect is not withdrawn
)

// refusalOf returns the code of the trigger that the error comes from; "" if it
// comes from none of ours.
func refusalOf(err error) refusal {
	var postgres *pgconn.PgError
	var sqlite *sqlite3.Error
	switch {
	case errors.As(err, &postgres):
		return refusal(postgres.Code)
	case errors.As(err, &sqlite) && sqlite.ExtendedCode() == sqlite3.CONSTRAINT_TRIGGER:
		raised := strings.TrimPrefix(sqlite.Error(), sqlite.ExtendedCode().Error()+": ")
		code, _, _ := strings.Cut(raised, " ")
		return refusal(code)
	}
	return ""
}
