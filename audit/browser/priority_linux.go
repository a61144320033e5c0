package browser

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// What a browser is to the machine: it runs where nothing else wants to (SCHED_IDLE; the
// niceness is for what does not know that), and where memory is short it goes first.
const (
	niceness = 19
	oomScore = "300" // of 1000, as the browser itself takes for its pages
)

// steps is how often a browser is asked to step back: what it starts meanwhile may be missed.
const steps = 10

// stepBack gives the processes of a browser, and so those that they start, low priority.
// Where the machine does not allow it they keep the one that they have.
func stepBack(folder string) {
	for range steps {
		changed := false
		for _, pid := range processesUsing(folder) {
			changed = lower(pid) || changed
		}
		if !changed {
			return
		}
	}
}

// lower gives a process low priority, and reports whether it had another.
func lower(pid int) (changed bool) {
	process := filepath.Join("/proc", strconv.Itoa(pid))
	score, _ := os.ReadFile(process + "/oom_score_adj")
	changed = strings.TrimSpace(string(score)) != oomScore
	_ = os.WriteFile(process+"/oom_score_adj", []byte(oomScore), 0)
	threads, _ := os.ReadDir(process + "/task") // each has a priority of its own
	for _, thread := range threads {
		if id, err := strconv.Atoi(thread.Name()); err == nil {
			before, err := syscall.Getpriority(syscall.PRIO_PROCESS, id)
			changed = changed || err == nil && 20-before != niceness // as the kernel gives it
			_ = syscall.Setpriority(syscall.PRIO_PROCESS, id, niceness)
			changed = runIdle(id) || changed
		}
	}
	return changed
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
