package commands

import (
	"context"
	"log/slog"

	"github.com/prokken/prokken/auth"
)

// resealSecrets brings what is encrypted to the current secret. Whoever logs in meanwhile is
// served with a previous one, so that an error does not end the server: the next start goes on.
func resealSecrets(ctx context.Context, accounts *auth.Service) {
	if err := accounts.ResealSecrets(ctx); err != nil && ctx.Err() == nil {
		slog.ErrorContext(ctx, "keep auth.previous_secrets: some secrets are not sealed with the new one yet", "error", err)
	}
}
