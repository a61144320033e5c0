package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"regexp"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// reporter logs what failed; River tries again, later and later.
type reporter struct{}

// HandleError logs an error without the job's arguments.
func (reporter) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	about := []any{"kind", job.Kind, "job", job.ID, "attempt", job.Attempt, "error", discreet(err.Error())}
	if job.Attempt < job.MaxAttempts {
		slog.WarnContext(ctx, "a job failed and will be tried again", about...)
	} else {
		slog.ErrorContext(ctx, "a job failed for the last time", about...)
	}
	return nil
}

// HandlePanic logs a panic.
func (reporter) HandlePanic(
	ctx context.Context,
	job *rivertype.JobRow,
	panicked any,
	trace string,
) *river.ErrorHandlerResult {
	slog.ErrorContext(
		ctx,
		"a job panicked",
		"kind",
		job.Kind,
		"job",
		job.ID,
		"panic",
		discreet(fmt.Sprint(panicked)),
		"trace",
		trace,
	)
	return nil
}

// maxError is how many characters of an error are told.
const maxError = 500

var address = regexp.MustCompile(`[^\s<>()\[\],;:"]+(@|%40)(\[[^\]\s]*\]|[^\s<>()\[\],;:"]+)`)

// discreet is an error as it may be read: short, and without anything that
// looks like an e-mail address.
func discreet(text string) string {
	runes := []rune(address.ReplaceAllString(text, "an address"))
	return string(runes[:min(len(runes), maxError)])
}
