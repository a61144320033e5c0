package jobs

import (
	"context"
	"fmt"
	"strings"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// storable takes NUL out of what a job fails with: Postgres stores none, and
// River writes down many jobs at once, so that one error would hold up them all.
type storable struct{ river.MiddlewareDefaults }

// Work does the job.
func (*storable) Work(ctx context.Context, _ *rivertype.JobRow, do func(context.Context) error) error {
	defer func() {
		if panicked := recover(); panicked != nil {
			panic(withoutNUL(fmt.Sprint(panicked)))
		}
	}()
	if err := do(ctx); err != nil {
		return storableError{err}
	}
	return nil
}

type storableError struct{ cause error }

func (e storableError) Error() string { return withoutNUL(e.cause.Error()) }
func (e storableError) Unwrap() error { return e.cause }

func withoutNUL(text string) string { return strings.ReplaceAll(text, "\x00", "") }
