package browser

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// lockName is the file in a browser's folder that the program holds locked for as long
// as it uses the folder: however it ends, the lock ends with it.
const lockName = "in-use"

// claim marks the folder as in use until the answer is called. The lock is there before
// the file is, so that nobody ever finds it open.
func claim(folder string) (release func(), err error) {
	lock, err := os.CreateTemp("", "prokken-lock-")
	if err != nil {
		return nil, err
	}
	err = errors.Join(
		syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB),
		os.Rename(lock.Name(), filepath.Join(folder, lockName)),
	)
	if err != nil {
		_, _ = os.Remove(lock.Name()), lock.Close()
		return nil, err
	}
	return func() { _ = lock.Close() }, nil
}

// Sweep removes what programs left that were killed: the folders of their browsers, and
// whatever still runs in them.
func Sweep() {
	left, _ := filepath.Glob(filepath.Join(os.TempDir(), profilePrefix+"*"))
	for _, folder := range left {
		if isLeft(folder) {
			killUsing(folder)
			_ = os.RemoveAll(folder)
		}
	}
}

// isLeft reports whether the program that used the folder is gone. A folder without a
// lock may be about to get one.
func isLeft(folder string) bool {
	lock, err := os.Open(filepath.Join(folder, lockName))
	if err != nil {
		info, err := os.Stat(folder)
		return err == nil && time.Since(info.ModTime()) > time.Hour
	}
	defer lock.Close()
	return syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}
