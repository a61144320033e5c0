package modelstest_test

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/prokken/prokken/models/modelstest"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

// endless tells a process of the tests to be the one that is killed.
const endless = "PROKKEN_TEST_ENDLESS"

// TestKilledTestsLeaveNothing kills a test that never ends, and waits until the folder
// of its Postgres is gone, which goes after the server.
func TestKilledTestsLeaveNothing(t *testing.T) {
	if os.Getenv("TEST_DATABASE_URL") != "" {
		t.Skip("the server is not ours")
	}
	address := modelstest.PostgresURL(t)
	if os.Getenv(endless) != "" {
		fmt.Println(address)
		select {}
	}
	folder := killedFolder(t)
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
			return
		}
	}
	t.Errorf("%s is still there", folder)
}

// killedFolder kills a test that uses Postgres and returns the folder of that.
func killedFolder(t *testing.T) string {
	t.Helper()
	run := exec.Command(os.Args[0], "-test.run=^TestKilledTestsLeaveNothing$")
	run.Env, run.Stderr = append(os.Environ(), endless+"=1"), os.Stderr
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
	address, err := url.Parse(said.Text())
	if err != nil || address.Query().Get("host") == "" {
		t.Fatalf("it said %q, %v", said.Text(), err)
	}
	return address.Query().Get("host")
}
