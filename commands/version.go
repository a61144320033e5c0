package commands

import (
	"context"
	"runtime/debug"
)

// version prints the version of the program.
type version struct{}

// Run prints it, with the commit and the Go version that it was made from.
func (version) Run(_ context.Context, i Invocation) error {
	i.say("%s", programVersion())
	if info, ok := debug.ReadBuildInfo(); ok {
		i.say("  commit    %s", commitOf(info.Settings))
		i.say("  built with %s", info.GoVersion)
	}
	return nil
}

func programVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Main.Version
	}
	return "unknown"
}

// commitOf is the commit that Go wrote into the program, and whether anything was changed since.
func commitOf(settings []debug.BuildSetting) string {
	said := map[string]string{"vcs.revision": "unknown"}
	for _, setting := range settings {
		said[setting.Key] = setting.Value
	}
	commit := said["vcs.revision"]
	if when := said["vcs.time"]; when != "" {
		commit += ", " + when
	}
	if said["vcs.modified"] == "true" {
		commit += ", with changes"
	}
	return commit
}
