package e2e

import (
	"bufio"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"testing"
	"time"
)

// These tell a process of the tests to be the one that is killed, and which program to run.
const (
	endless      = "PROKKEN_TEST_ENDLESS"
	builtProgram = "PROKKEN_TEST_PROGRAM"
)

// TestKilledTestsLeaveNoProgram kills a test that never ends, and waits until the program
// that it started does not answer any more.
func TestKilledTestsLeaveNoProgram(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux ends a process with the one that started it")
	}
	if os.Getenv(endless) != "" {
		fmt.Println(start(t, ""))
		select {}
	}
	site := killedSite(t)
	for giveUp := time.Now().Add(patience); time.Now().Before(giveUp); time.Sleep(20 * time.Millisecond) {
		res, err := http.Get(site + "/healthz")
		if err != nil {
			return
		}
		_ = res.Body.Close()
	}
	t.Errorf("%s still answers", site)
}

// killedSite kills a test that runs the program, and returns the address of that.
func killedSite(t *testing.T) string {
	t.Helper()
	run := exec.Command(os.Args[0], "-test.run=^TestKilledTestsLeaveNoProgram$")
	run.Env = append(os.Environ(), endless+"=1", builtProgram+"="+built(t), "TMPDIR="+t.TempDir())
	run.Stderr = os.Stderr
	output, err := run.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	said := bufio.NewScanner(output)
	said.Scan()
	_ = run.Process.Kill()
	_ = run.Wait()
	if said.Text() == "" {
		t.Fatal("it started no program")
	}
	return said.Text()
}
