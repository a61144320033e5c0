//go:build !linux

package browser

import (
	"os"
	"os/exec"
)

// account is whom the browser runs as: always as we do.
type account struct{}

func ownUser() (*account, bool)             { return nil, os.Geteuid() == 0 }
func (*account) own(string) error           { return nil }
func (*account) run(string) func(*exec.Cmd) { return func(*exec.Cmd) {} }
func killUsing(string)                      {}
func killRenderers(string)                  {}
func stepBack(string)                       {}
func holdsMore(string, int64) bool          { return false }

// claim marks nothing: nobody sweeps.
func claim(string) (release func(), err error) { return func() {}, nil }

// Sweep removes what killed audits left; only Linux knows which profiles are in use.
func Sweep() {}
