package commands

import (
	"context"
	"runtime/debug"
)

// version prints the version of the program.
type version struct{}

// Run prints it.
func (version) Run(_ context.Context, i Invocation) error {
	i.say("%s", programVersion())
	return nil
}

func programVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Main.Version
	}
	return "unknown"
}
