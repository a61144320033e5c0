package hashing

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"syscall"
	"testing"

	"github.com/prokken/prokken/auth/password"
)

var cheap = password.Cost{Memory: 8, Passes: 1}

// asWorker is the word that makes a worker of this test's program.
const asWorker = "as-worker"

func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == asWorker {
		if err := Work(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func newPool(t testing.TB) *Pool {
	pool := NewPool(Self(), asWorker)
	t.Cleanup(pool.Close)
	return pool
}

// isRight reports whether the pool derives the key that this process does.
func isRight(pool *Pool, chosen string) bool {
	salt := []byte("some random salt")
	return bytes.Equal(pool.Derive(cheap, []byte(chosen), salt), cheap.Derive([]byte(chosen), salt))
}

// TestKeys are those of argon2id, whoever asks beside.
func TestKeys(t *testing.T) {
	pool := newPool(t)
	var callers sync.WaitGroup
	for caller := range 4 {
		callers.Go(func() {
			for n := range 20 {
				if chosen := fmt.Sprintf("password %d of caller %d", n, caller); !isRight(pool, chosen) {
					t.Errorf("%s: a wrong key", chosen)
				}
			}
		})
	}
	callers.Wait()
	if n := len(pool.idle); n == 0 || n > 4 {
		t.Errorf("%d workers for four callers", n)
	}
}

// TestOneWorkerIsAskedAgain: one caller needs one process.
func TestOneWorkerIsAskedAgain(t *testing.T) {
	pool := newPool(t)
	_ = isRight(pool, "one")
	first := pool.idle[0]
	_ = isRight(pool, "two")
	if len(pool.idle) != 1 || pool.idle[0] != first {
		t.Errorf("%d workers wait", len(pool.idle))
	}
}

// TestDeadWorkersAreReplaced: a killed worker costs nobody an answer.
func TestDeadWorkersAreReplaced(t *testing.T) {
	said := listen(t)
	pool := newPool(t)
	_ = isRight(pool, "one")
	first := pool.idle[0]
	if err := first.command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if !isRight(pool, "two") {
		t.Error("a wrong key")
	}
	if len(pool.idle) != 1 || pool.idle[0] == first || said.Len() > 0 {
		t.Errorf("%d workers wait; it was said: %s", len(pool.idle), said)
	}
}

// TestWithoutProcesses: passwords are hashed all the same, and one line says how.
func TestWithoutProcesses(t *testing.T) {
	said := listen(t)
	pool := NewPool("/no/such/program")
	for range 3 {
		if !isRight(pool, "one") {
			t.Error("a wrong key")
		}
	}
	if lines := bytes.Count(said.Bytes(), []byte("\n")); lines != 1 {
		t.Errorf("%d lines were said:\n%s", lines, said)
	}
}

// TestWorkersOutliveSignals that the whole group gets: the server wants its last answers.
func TestWorkersOutliveSignals(t *testing.T) {
	pool := newPool(t)
	_ = isRight(pool, "one")
	first := pool.idle[0]
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		if err := first.command.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		if !isRight(pool, "two") || pool.idle[0] != first {
			t.Errorf("%v ended the worker", signal)
		}
	}
}

// TestWorkersEndWithTheirServer: the pipe is closed where a server is killed, too.
func TestWorkersEndWithTheirServer(t *testing.T) {
	pool := newPool(t)
	_ = isRight(pool, "one")
	worker := pool.take()
	worker.stdin.Close()
	if err := worker.command.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
}

// TestClosedPoolsKeepNoWorker, also of those that were asked at the end.
func TestClosedPoolsKeepNoWorker(t *testing.T) {
	pool := newPool(t)
	_ = isRight(pool, "one")
	busy := pool.take()
	_ = isRight(pool, "two")
	waiting := pool.idle[0]
	pool.Close()
	pool.put(busy)
	for _, worker := range []*process{busy, waiting} {
		if worker.command.ProcessState == nil {
			t.Error("a worker was left")
		}
	}
}

func listen(t *testing.T) *bytes.Buffer {
	before, said := slog.Default(), new(bytes.Buffer)
	slog.SetDefault(slog.New(slog.NewTextHandler(said, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	return said
}
