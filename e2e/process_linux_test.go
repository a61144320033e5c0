package e2e

import "syscall"

// dyingWithUs is for a process that ends when the tests do, whatever ends them, and that
// a signal to our group does not reach before.
func dyingWithUs() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}
