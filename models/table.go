package models

import (
	"context"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Query asks for rows of the table whose rows are Ts, or changes them. Each method but the last of a
// chain returns a new query and leaves the one it is called on as it was.
//
// It does what gorm's own G does, of which this program uses a small part: behind the interface that
// G returns, the linker keeps every method for every table, which was a sixth of the program.
type Query[T any] struct{ chain }

// Table returns the query of all rows of a table. The clauses belong to what it ends in.
func Table[T any](db *gorm.DB, clauses ...clause.Expression) Query[T] {
	q := Query[T]{chain{db: db}}
	if len(clauses) == 0 {
		return q
	}
	return Query[T]{q.with(func(db *gorm.DB) *gorm.DB { return db.Clauses(clauses...) })}
}

// Where leaves the rows of which the condition holds, too.
func (q Query[T]) Where(condition any, values ...any) Query[T] {
	return Query[T]{q.where(condition, values)}
}

// Or adds the rows of which the condition holds.
func (q Query[T]) Or(condition any, values ...any) Query[T] { return Query[T]{q.or(condition, values)} }

// Order sorts the rows, after what they are sorted by already.
func (q Query[T]) Order(by any) Query[T] { return Query[T]{q.order(by)} }

// Limit returns at most n rows.
func (q Query[T]) Limit(n int) Query[T] { return Query[T]{q.limit(n)} }

// Select reads or writes these columns alone.
func (q Query[T]) Select(columns string, values ...any) Query[T] {
	return Query[T]{q.columns(columns, values)}
}

// Omit leaves out these columns.
func (q Query[T]) Omit(columns ...string) Query[T] { return Query[T]{q.omit(columns)} }

// Group makes one row of those with the same value in the column.
func (q Query[T]) Group(column string) Query[T] { return Query[T]{q.group(column)} }

// Take returns one row, or [gorm.ErrRecordNotFound].
func (q Query[T]) Take(ctx context.Context) (row T, err error) {
	err = q.apply(ctx).Take(&row).Error
	return row, err
}

// Find returns all rows.
func (q Query[T]) Find(ctx context.Context) (rows []T, err error) {
	err = q.apply(ctx).Find(&rows).Error
	return rows, err
}

// Scan reads the rows into something else.
func (q Query[T]) Scan(ctx context.Context, into any) error { return q.scan(ctx, new(T), into) }

// Count counts the values of the column.
func (q Query[T]) Count(ctx context.Context, column string) (int64, error) {
	return q.count(ctx, new(T), column)
}

// Create adds the row.
func (q Query[T]) Create(ctx context.Context, row *T) error { return q.apply(ctx).Create(row).Error }

// CreateInBatches adds the rows, that many with each statement.
func (q Query[T]) CreateInBatches(ctx context.Context, rows *[]T, size int) error {
	return q.apply(ctx).CreateInBatches(rows, size).Error
}

// Update sets the column, and returns of how many rows.
func (q Query[T]) Update(ctx context.Context, column string, value any) (int, error) {
	return q.update(ctx, new(T), column, value)
}

// Set sets columns to what may be computed from the row, and returns of how many rows.
func (q Query[T]) Set(ctx context.Context, columns ...clause.Assignment) (int, error) {
	return q.set(ctx, new(T), columns)
}

// Updates sets the columns that are not zero in the row, or those that are selected.
func (q Query[T]) Updates(ctx context.Context, row T) (int, error) { return q.updates(ctx, row) }

// Delete deletes the rows, and returns how many.
func (q Query[T]) Delete(ctx context.Context) (int, error) { return q.delete(ctx, new(T)) }

// chain is what is the same for every table.
type chain struct {
	db    *gorm.DB
	links []func(*gorm.DB) *gorm.DB
}

func (c chain) with(link func(*gorm.DB) *gorm.DB) chain {
	return chain{c.db, append(slices.Clip(c.links), link)}
}

func (c chain) apply(ctx context.Context) *gorm.DB {
	db := c.db.Session(&gorm.Session{NewDB: true, Context: ctx})
	for _, link := range c.links {
		db = link(db)
	}
	return db
}

func (c chain) where(condition any, values []any) chain {
	return c.with(func(db *gorm.DB) *gorm.DB { return db.Where(condition, values...) })
}

func (c chain) or(condition any, values []any) chain {
	return c.with(func(db *gorm.DB) *gorm.DB { return db.Or(condition, values...) })
}

func (c chain) order(by any) chain {
	return c.with(func(db *gorm.DB) *gorm.DB { return db.Order(by) })
}

func (c chain) limit(n int) chain {
	return c.with(func(db *gorm.DB) *gorm.DB { return db.Limit(n) })
}

func (c chain) columns(columns string, values []any) chain {
	return c.with(func(db *gorm.DB) *gorm.DB { return db.Select(columns, values...) })
}

func (c chain) omit(columns []string) chain {
	return c.with(func(db *gorm.DB) *gorm.DB { return db.Omit(columns...) })
}

func (c chain) group(column string) chain {
	return c.with(func(db *gorm.DB) *gorm.DB { return db.Group(column) })
}

func (c chain) scan(ctx context.Context, table, into any) error {
	return c.apply(ctx).Model(table).Find(into).Error
}

func (c chain) count(ctx context.Context, table any, column string) (n int64, err error) {
	err = c.apply(ctx).Model(table).Select(column).Count(&n).Error
	return n, err
}

func (c chain) update(ctx context.Context, table any, column string, value any) (int, error) {
	done := c.apply(ctx).Model(table).Update(column, value)
	return int(done.RowsAffected), done.Error
}

func (c chain) set(ctx context.Context, table any, columns []clause.Assignment) (int, error) {
	done := c.apply(ctx).Model(table).Clauses(clause.Set(columns)).Updates(map[string]any{})
	return int(done.RowsAffected), done.Error
}

func (c chain) updates(ctx context.Context, row any) (int, error) {
	done := c.apply(ctx).Updates(row)
	return int(done.RowsAffected), done.Error
}

func (c chain) delete(ctx context.Context, table any) (int, error) {
	done := c.apply(ctx).Delete(table)
	return int(done.RowsAffected), done.Error
}
