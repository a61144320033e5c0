package hashing

import (
	"encoding/gob"
	"errors"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"

	"github.com/prokken/prokken/auth/password"
	"github.com/prokken/prokken/priority"
)

// request asks a worker for a key. Its answer is the key alone.
type request struct {
	Cost           password.Cost
	Password, Salt []byte
}

// lowerings is how often a worker asks for low priority: a thread that starts meanwhile may be missed.
const lowerings = 10

// Work answers requests until in ends, which it does with the server. It is all that a
// worker's process does. A signal to the whole group leaves it at work: the server needs it
// until its own last answer.
func Work(in io.Reader, out io.Writer) error {
	signal.Ignore(os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	for range lowerings {
		if !priority.Lower(os.Getpid()) {
			break
		}
	}
	debug.SetGCPercent(-1) // nothing is collected while somebody waits
	requests, answers := gob.NewDecoder(in), gob.NewEncoder(out)
	for {
		var asked request
		if err := requests.Decode(&asked); err != nil {
			return unlessEnded(err)
		}
		if err := answers.Encode(asked.Cost.Derive(asked.Password, asked.Salt)); err != nil {
			return err
		}
		runtime.GC() // the next one takes the same memory
	}
}

func unlessEnded(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}
