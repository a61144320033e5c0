//go:build unix

package commands

import "syscall"

// keepPrivate has every file and folder that the process makes be its owner's alone: databases,
// their logs, secrets and backups. What is for others says so.
func keepPrivate() { syscall.Umask(0o077) }
