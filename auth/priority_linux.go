package auth

import "syscall"

// yieldToOthers gives this thread what is left of the processors: pages come
// before log-ins that wait. Where it is not allowed nothing changes.
func yieldToOthers() { _ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, 19) }
