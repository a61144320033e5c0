package priority

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// What such a process is to the machine: it runs where nothing else wants to (SCHED_IDLE; the
// niceness is for what does not know that), and where memory is short it goes first.
const (
	niceness = 19
	oomScore = "300" // of 1000, as a browser takes for its pages
)

// Lower gives every thread of the process low priority, and so all that they start from now on.
// It reports whether one had another; what is started meanwhile may be missed, so whoever wants
// all of them calls it until nothing changes. Where the machine does not allow it the process
// keeps the priority that it has.
func Lower(pid int) (changed bool) {
	process := filepath.Join("/proc", strconv.Itoa(pid))
	score, _ := os.ReadFile(process + "/oom_score_adj")
	changed = strings.TrimSpace(string(score)) != oomScore
	_ = os.WriteFile(process+"/oom_score_adj", []byte(oomScore), 0)
	threads, _ := os.ReadDir(process + "/task") // each has a priority of its own
	for _, thread := range threads {
		if id, err := strconv.Atoi(thread.Name()); err == nil {
			changed = lowerThread(id) || changed
		}
	}
	return changed
}

func lowerThread(id int) (changed bool) {
	before, err := syscall.Getpriority(syscall.PRIO_PROCESS, id)
	changed = err == nil && 20-before != niceness // as the kernel gives it
	_ = syscall.Setpriority(syscall.PRIO_PROCESS, id, niceness)
	return runIdle(id) || changed
}

// runIdle has a thread run only where no other wants to, and reports whether it did not before.
// Unlike niceness that holds against other sessions and groups that wake up, too.
func runIdle(thread int) (changed bool) {
	before, err := unix.SchedGetAttr(thread, 0)
	if err != nil || before.Policy == unix.SCHED_IDLE {
		return false
	}
	return unix.SchedSetAttr(thread, &unix.SchedAttr{Policy: unix.SCHED_IDLE, Nice: niceness}, 0) == nil
}
