//go:build !unix

package commands

// keepPrivate does nothing where files have no modes: the folder's own rules hold.
func keepPrivate() {}
