package browser

import (
	"bytes"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// account is whom the browser runs as.
type account struct{ uid, gid uint32 }

// ownUser is the account for a browser that root starts: its sandbox does not
// work for root. The second answer tells whether we are root.
func ownUser() (*account, bool) {
	if os.Geteuid() != 0 {
		return nil, false
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		return nil, true
	}
	uid, err1 := strconv.ParseUint(nobody.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(nobody.Gid, 10, 32)
	if err1 != nil || err2 != nil {
		return nil, true
	}
	return &account{uint32(uid), uint32(gid)}, true
}

// own gives the folder to the account.
func (a *account) own(folder string) error {
	if a == nil {
		return nil
	}
	return os.Chown(folder, int(a.uid), int(a.gid))
}

// run has the browser run as the account, with nothing of our environment, and
// die with us, however we die.
func (a *account) run(folder string) func(*exec.Cmd) {
	return func(cmd *exec.Cmd) {
		cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
		if a != nil {
			cmd.SysProcAttr.Credential = &syscall.Credential{Uid: a.uid, Gid: a.gid}
		}
		cmd.Dir = folder
		cmd.Env = []string{"HOME=" + folder, "TMPDIR=" + folder, "PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "TZ=" + zone}
	}
}

// killUsing ends whatever of a browser outlived its first process.
func killUsing(folder string) {
	for range 40 {
		alive := processesUsing(folder)
		if len(alive) == 0 {
			return
		}
		for _, pid := range alive {
			_ = syscall.Kill(pid, syscall.SIGKILL) // it may have ended by itself
		}
		time.Sleep(25 * time.Millisecond)
	}
}

// killRenderers ends those processes of a browser that run what pages bring along.
func killRenderers(folder string) {
	for _, pid := range processesUsing(folder) {
		if words, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "cmdline")); bytes.Contains(words, []byte("--type=renderer")) {
			_ = syscall.Kill(pid, syscall.SIGKILL) // it may have ended by itself
		}
	}
}

// processesUsing finds those with the profile on their command line, and those
// that have its folder as their own: the zygotes do not name it.
func processesUsing(folder string) []int {
	var found []int
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil || pid == os.Getpid() {
			continue
		}
		words, _ := os.ReadFile(filepath.Join("/proc", entry.Name(), "cmdline"))
		where, _ := os.Readlink(filepath.Join("/proc", entry.Name(), "cwd"))
		if bytes.Contains(words, []byte(folder+"/")) || where == folder || strings.HasPrefix(where, folder+"/") {
			found = append(found, pid)
		}
	}
	return found
}

// holdsMore reports whether the browser holds more than so many bytes of memory, all its
// processes together. What they share is told apart only where it could matter: the kernel
// walks all of a browser's terabytes for that.
func holdsMore(folder string, limit int64) bool {
	all := processesUsing(folder)
	return residentIn(all) > limit && memoryOf(all) > limit
}

// residentIn is the memory of the processes in bytes; what they share counts in each.
func residentIn(processes []int) (sum int64) {
	for _, pid := range processes {
		text, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "statm")) // it may have ended
		if fields := strings.Fields(string(text)); len(fields) > 1 {
			pages, _ := strconv.ParseInt(fields[1], 10, 64)
			sum += pages * int64(os.Getpagesize())
		}
	}
	return sum
}

// memoryOf is the memory of the processes in bytes; what they share counts once.
func memoryOf(processes []int) int64 {
	var sum int64
	for _, pid := range processes {
		text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "smaps_rollup"))
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(text)) {
			if rest, found := strings.CutPrefix(line, "Pss:"); found {
				kib, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
				sum += kib << 10
			}
		}
	}
	return sum
}
