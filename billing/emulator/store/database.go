package store

import (
	"database/sql"
	"errors"
	"fmt"
	"net/url"

	"github.com/ncruces/go-sqlite3/driver"
)

// database is the file that the state is kept in; nil keeps nothing.
type database struct{ pool *sql.DB }

// change is a row to be stored, or with no text one to be deleted.
type change struct {
	kind, id string
	text     []byte
}

// openDatabase: with the write-ahead log a commit survives kill -9.
func openDatabase(file string) (*database, error) {
	if file == "" {
		return nil, nil
	}
	options := url.Values{
		"_txlock": {"immediate"},
		"_pragma": {"busy_timeout(5000)", "journal_mode(wal)", "synchronous(normal)"},
	}
	address := url.URL{Scheme: "file", OmitHost: true, Path: file, RawQuery: options.Encode()}
	pool, err := driver.Open(address.String())
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	_, err = pool.Exec(
		"CREATE TABLE IF NOT EXISTS objects (n INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, " +
			"json TEXT NOT NULL, UNIQUE (kind, id))",
	)
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return &database{pool}, nil
}

// read gives all rows in the order in which they were made.
func (d *database) read(take func(kind, id string, text []byte) error) error {
	if d == nil {
		return nil
	}
	rows, err := d.pool.Query("SELECT kind, id, json FROM objects ORDER BY n")
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var kind, id string
		var text []byte
		if err := rows.Scan(&kind, &id, &text); err != nil {
			return err
		}
		if err := take(kind, id, text); err != nil {
			return err
		}
	}
	return rows.Err()
}

// write stores all of them or none.
func (d *database) write(all []change) error {
	if d == nil || len(all) == 0 {
		return nil
	}
	tx, err := d.pool.Begin()
	if err != nil {
		return fmt.Errorf("the state cannot be stored: %w", err)
	}
	for _, one := range all {
		if err := store(tx, one); err != nil {
			return errors.Join(fmt.Errorf("the state cannot be stored: %w", err), tx.Rollback())
		}
	}
	return tx.Commit()
}

func store(tx *sql.Tx, one change) error {
	if one.text == nil {
		_, err := tx.Exec("DELETE FROM objects WHERE kind = ? AND id = ?", one.kind, one.id)
		return err
	}
	_, err := tx.Exec("INSERT INTO objects (kind, id, json) VALUES (?, ?, ?) "+
		"ON CONFLICT (kind, id) DO UPDATE SET json = excluded.json",
		one.kind, one.id, string(one.text))
	return err
}

func (d *database) close() error {
	if d == nil {
		return nil
	}
	return d.pool.Close()
}
