package modelstest

import (
	"context"
	"database/sql"
	"slices"
	"sync"

	"gorm.io/gorm"

	"github.com/prokken/prokken/models"
)

// Statements lists what a database was asked: SQL without its values, and where
// transactions begin and end.
type Statements struct {
	Before func(statement string) // is called before each statement; nil: nothing is
	mu     sync.Mutex
	all    []string
}

// Record returns a handle on the same database that lists what it is asked. It has no
// transaction for the job queue.
func Record(db *models.DB) (*models.DB, *Statements) {
	s, recorded := &Statements{}, *db
	recorded.Writer, recorded.Reader = s.over(db.Writer), s.over(db.Reader)
	return &recorded, s
}

// Take returns the statements since it was called last.
func (s *Statements) Take() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	taken := slices.Clone(s.all)
	s.all = nil
	return taken
}

func (s *Statements) add(statement string) {
	if s.Before != nil {
		s.Before(statement)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = append(s.all, statement)
}

func (s *Statements) over(db *gorm.DB) *gorm.DB {
	session := db.Session(&gorm.Session{Context: context.Background(), NewDB: true})
	session.Statement.ConnPool = recordedPool{db.Statement.ConnPool, s}
	return session
}

// recordedPool lists the statements that it passes on.
type recordedPool struct {
	gorm.ConnPool
	statements *Statements
}

// ExecContext lists a statement without rows.
func (p recordedPool) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	p.statements.add(query)
	return p.ConnPool.ExecContext(ctx, query, args...)
}

// QueryContext lists a statement with rows.
func (p recordedPool) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	p.statements.add(query)
	return p.ConnPool.QueryContext(ctx, query, args...)
}

// QueryRowContext lists a statement with one row.
func (p recordedPool) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	p.statements.add(query)
	return p.ConnPool.QueryRowContext(ctx, query, args...)
}

// BeginTx lists that a transaction begins.
func (p recordedPool) BeginTx(ctx context.Context, opts *sql.TxOptions) (gorm.ConnPool, error) {
	p.statements.add("BEGIN")
	tx, err := p.ConnPool.(gorm.TxBeginner).BeginTx(ctx, opts)
	return &recordedTx{recordedPool{tx, p.statements}, tx}, err
}

// recordedTx is a transaction of a recordedPool.
type recordedTx struct {
	recordedPool
	tx *sql.Tx
}

// Commit lists that the transaction happened.
func (t *recordedTx) Commit() error { t.statements.add("COMMIT"); return t.tx.Commit() }

// Rollback lists that the transaction did not happen.
func (t *recordedTx) Rollback() error { t.statements.add("ROLLBACK"); return t.tx.Rollback() }
