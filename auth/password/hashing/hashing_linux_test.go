package hashing

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"
)

// TestWorkersGiveWay: every thread runs where no other wants to, in the group and session of
// the server, whose weight the worker would have otherwise.
func TestWorkersGiveWay(t *testing.T) {
	pool := newPool(t)
	_ = isRight(pool, "one")
	pid := pool.idle[0].command.Process.Pid
	threads, err := os.ReadDir(filepath.Join("/proc", strconv.Itoa(pid), "task"))
	if err != nil || len(threads) == 0 {
		t.Fatalf("%d threads, %v", len(threads), err)
	}
	for _, thread := range threads {
		id, _ := strconv.Atoi(thread.Name())
		if got, err := unix.SchedGetAttr(id, 0); err != nil || got.Policy != unix.SCHED_IDLE {
			t.Errorf("a thread has %+v, %v", got, err)
		}
	}
	session, _ := unix.Getsid(pid)
	ours, _ := unix.Getsid(0)
	group, _ := unix.Getpgid(pid)
	if session != ours || group != unix.Getpgrp() {
		t.Errorf("it is in session %d and group %d, not in %d and %d", session, group, ours, unix.Getpgrp())
	}
}
