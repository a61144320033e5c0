package commands

import "context"

// help explains all commands, or one.
type help struct {
	Command []string `arg:"" optional:"" help:"The command to explain."`
}

// Run shows what --help shows.
func (h *help) Run(ctx context.Context, i Invocation) error {
	return i.do(ctx, append(h.Command, "--help"))
}
