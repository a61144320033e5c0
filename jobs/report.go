package jobs

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// reporter logs what failed; River tries again, later and later.
type reporter struct{}

// HandleError logs an error without the job's arguments.
func (reporter) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	slog.WarnContext(ctx, "a job failed and will be tried again", "kind", job.Kind, "job", job.ID, "attempt", job.Attempt, "error", err)
	return nil
}

// HandlePanic logs a panic.
func (reporter) HandlePanic(ctx context.Context, job *rivertype.JobRow, panicked any, trace string) *river.ErrorHandlerResult {
	slog.ErrorContext(ctx, "a job panicked", "kind", job.Kind, "job", job.ID, "panic", fmt.Sprint(panicked), "trace", trace)
	return nil
}
