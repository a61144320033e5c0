package models

import (
	"context"
	"fmt"
)

// StepRows is how many rows one statement of [DeleteInSteps] deletes.
const StepRows = 1000

// DeleteInSteps deletes the rows of a table that a condition finds by an index, [StepRows] in each statement: others
// write between two of them. Key is the column of the primary key. It ends early when the context does.
func DeleteInSteps(ctx context.Context, db *DB, table, key, condition string, values ...any) error {
	statement := fmt.Sprintf("DELETE FROM %s WHERE %s IN (SELECT %s FROM %s WHERE %s LIMIT %d)", table, key, key, table, condition, StepRows)
	for {
		done := db.Writer.WithContext(ctx).Exec(statement, values...)
		if done.Error != nil || done.RowsAffected < StepRows {
			return TranslateError(done.Error)
		}
	}
}
