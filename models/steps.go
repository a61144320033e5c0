package models

import (
	"context"
	"fmt"
)

// StepRows is how many rows one statement of [DeleteInSteps] or [UpdateInSteps] changes.
const StepRows = 1000

// DeleteInSteps deletes the rows of a table that a condition finds by an index, [StepRows] in each statement: others
// write between two of them. Key is the primary key, its columns apart by commas. It ends early when the context does.
func DeleteInSteps(ctx context.Context, db *DB, table, key, condition string, values ...any) error {
	return inSteps(ctx, db, "DELETE FROM "+table, "UPDATE", table, key, condition, values)
}

// UpdateInSteps sets columns of such rows in the same way, so that the condition finds them no more. The values are
// those of what is set, which is no key, and then those of the condition.
func UpdateInSteps(ctx context.Context, db *DB, table, set, key, condition string, values ...any) error {
	return inSteps(ctx, db, "UPDATE "+table+" SET "+set, "NO KEY UPDATE", table, key, condition, values)
}

// inSteps changes rows that it locks for that: for no more, or whoever refers to them would wait.
func inSteps(ctx context.Context, db *DB, change, lock, table, key, condition string, values []any) error {
	some := fmt.Sprintf("SELECT %s FROM %s WHERE %s LIMIT %d", key, table, condition, StepRows)
	if db.Dialect() == Postgres {
		some += " FOR " + lock // what another changed meanwhile is looked at again
	}
	statement := fmt.Sprintf("%s WHERE (%s) IN (%s)", change, key, some)
	for {
		done := db.Writer.WithContext(ctx).Exec(statement, values...)
		if done.Error != nil || done.RowsAffected < StepRows {
			return TranslateError(done.Error)
		}
	}
}
