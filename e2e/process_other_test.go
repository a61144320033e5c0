//go:build !linux

package e2e

import "syscall"

// dyingWithUs: only Linux ends a process with the one that started it.
func dyingWithUs() *syscall.SysProcAttr { return nil }
