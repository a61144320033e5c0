package browser

import (
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// What a browser is to the machine: everything else comes first, and where memory is
// short it goes first.
const (
	niceness = 10
	oomScore = "300" // of 1000, as the browser itself takes for its pages
)

// stepBack gives the processes of a browser, and so those that they start, low priority.
// Where the machine does not allow it they keep the one that they have.
func stepBack(folder string) {
	for _, pid := range processesUsing(folder) {
		process := filepath.Join("/proc", strconv.Itoa(pid))
		_ = os.WriteFile(process+"/oom_score_adj", []byte(oomScore), 0)
		threads, _ := os.ReadDir(process + "/task") // each has a priority of its own
		for _, thread := range threads {
			if id, err := strconv.Atoi(thread.Name()); err == nil {
				_ = syscall.Setpriority(syscall.PRIO_PROCESS, id, niceness)
			}
		}
	}
}
