package hashing

import (
	"encoding/gob"
	"errors"
	"io"
	"os/exec"
	"time"
)

// patience is how long one answer may take: on a busy machine a worker hardly gets its turn.
const patience = time.Minute

// errLate says that a worker was given up, and another one would be no sooner.
var errLate = errors.New("a process for passwords does not get its turn")

// process is a running worker. One caller has it at a time.
type process struct {
	command  *exec.Cmd
	stdin    io.Closer
	requests *gob.Encoder
	answers  *gob.Decoder
}

// start stays in the group and session of the server: in another one the system would weigh
// it as an equal of the whole server.
func start(command *exec.Cmd) (*process, error) {
	stdin, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	return &process{command, stdin, gob.NewEncoder(stdin), gob.NewDecoder(stdout)}, nil
}

// derive asks the worker. After an error it is to be ended.
func (p *process) derive(asked request) (key []byte, err error) {
	late := time.AfterFunc(patience, func() { _ = p.command.Process.Kill() })
	defer late.Stop()
	if err = p.requests.Encode(asked); err == nil {
		err = p.answers.Decode(&key)
	}
	if err != nil && !late.Stop() {
		err = errLate
	}
	return key, err
}

// end lets the worker go, whatever it does.
func (p *process) end() {
	p.stdin.Close()
	_ = p.command.Process.Kill()
	_ = p.command.Wait() // its status says only that it was killed
}
