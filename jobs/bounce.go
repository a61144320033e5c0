package jobs

import (
	"context"
	"errors"
	"log/slog"

	"github.com/riverqueue/river"

	"github.com/prokken/prokken/mail"
)

// noteBounce notes what became of a mail: one whose address was refused for good is given up at
// once. One that got through is not sent again where the note fails.
func (w Work) noteBounce(ctx context.Context, address string, err error) error {
	switch {
	case errors.Is(err, mail.ErrBounced):
		return w.giveUp(ctx, address, err)
	case err == nil && w.Bounces != nil:
		if err := w.Bounces.ClearBounced(ctx, address); err != nil {
			slog.WarnContext(ctx, "a mail got through, and its address may stay marked", "error", discreet(err.Error()))
		}
	}
	return err
}

func (w Work) giveUp(ctx context.Context, address string, bounce error) error {
	if w.Bounces != nil {
		if err := w.Bounces.MarkBounced(ctx, address); err != nil {
			return err
		}
	}
	slog.InfoContext(ctx, "a mail is given up: its address takes none", "error", discreet(bounce.Error()))
	return river.JobCancel(bounce)
}
