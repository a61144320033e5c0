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
	return inSteps(ctx, db, "DELETE FROM "+table, table, key, condition, values)
}

// UpdateInSteps sets columns of such rows in the same way, so that the condition finds them no more. The values are
// those of what is set, and then those of the condition.
func UpdateInSteps(ctx context.Context, db *DB, table, set, key, condition string, values ...any) error {
	return inSteps(ctx, db, "UPDATE "+table+" SET "+set, table, key, condition, values)
}

func inSteps(ctx context.Context, db *DB, change, table, key, condition string, values []any) error {
	some := fmt.Sprintf("SELECT %s FROM %s WHERE %s LIMIT %d", key, table, condition, StepRows)
	if db.Dialect() == Postgres {
		some += " FOR UPDATE" // what another changed meanwhile is looked at again
	}
	statement := fmt.Sprintf("%s WHERE (%s) IN (%s)", change, key, some)
	for {
		done := db.Writer.WithContext(ctx).Exec(statement, values...)
		if done.Error != nil || done.RowsAffected < StepRows {
			return TranslateError(done.Error)
		}
	}
}
