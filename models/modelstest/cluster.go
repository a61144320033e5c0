package modelstest

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
)

// startCluster makes and starts a Postgres of our own that listens on a Unix
// socket alone. It returns its address and what stops and removes it.
func startCluster() (string, func(), error) {
	initdb, server, err := binaries()
	if err != nil {
		return "", nil, err
	}
	dir, err := os.MkdirTemp(memory(), "prokken-pg-")
	if err != nil {
		return "", nil, err
	}
	stop, err := initAndServe(initdb, server, dir)
	if err != nil {
		return "", nil, errors.Join(err, os.RemoveAll(dir))
	}
	return socketAddress(dir), stop, nil
}

func initAndServe(initdb, server, dir string) (func(), error) {
	as, err := unprivileged(dir)
	if err != nil {
		return nil, err
	}
	data := filepath.Join(dir, "data")
	create := exec.Command(initdb, "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	create.SysProcAttr, create.Dir = as, dir
	if out, err := create.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	run := exec.Command("sh", "-c", untilInputEnds, dir, server, "-D", data, "-k", dir, "-h", "", "-F",
		"-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=200")
	run.SysProcAttr, run.Dir = as, dir
	input, err := run.StdinPipe()
	if err != nil {
		return nil, err
	}
	return func() { _ = input.Close(); _ = run.Wait() }, run.Start()
}

// untilInputEnds runs a server until its input ends, and removes its folder. The input
// ends with the tests, however they do: a panic, a time limit or kill -9 leave nothing.
const untilInputEnds = `trap '' INT; "$@" & read -r _; kill -INT $!; wait; rm -rf "$0"`

func socketAddress(dir string) string {
	address := url.URL{
		Scheme:   "postgres",
		User:     url.User("postgres"),
		Path:     "/postgres",
		RawQuery: url.Values{"host": {dir}}.Encode(),
	}
	return address.String()
}

// binaries finds initdb and postgres on the path or where Debian keeps them.
func binaries() (initdb, server string, err error) {
	dirs, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.Reverse(dirs)
	for _, dir := range dirs {
		initdb, server = filepath.Join(dir, "initdb"), filepath.Join(dir, "postgres")
		if _, err := os.Stat(server); err == nil {
			return initdb, server, nil
		}
	}
	initdb, err1 := exec.LookPath("initdb")
	server, err2 := exec.LookPath("postgres")
	return initdb, server, errors.Join(err1, err2)
}

// memory is a folder that lives in memory, where there is one.
func memory() string {
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
		return "/dev/shm"
	}
	return ""
}

// unprivileged gives the folder to a user that Postgres accepts: it refuses root.
func unprivileged(dir string) (*syscall.SysProcAttr, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		if account, err = user.Lookup("nobody"); err != nil {
			return nil, err
		}
	}
	uid, _ := strconv.Atoi(account.Uid)
	gid, _ := strconv.Atoi(account.Gid)
	as := &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	return as, os.Chown(dir, uid, gid)
}
