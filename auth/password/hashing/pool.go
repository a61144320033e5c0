// Package hashing derives the keys of passwords in processes of their own, which give way to all
// other work: a page does not wait for a hash, and the memory of hashing is not the server's.
//
// Start reading at [Pool], which the server has, and at [Work], which is all that such a process does.
package hashing

import (
	"errors"
	"log/slog"
	"os"
	"os/exec"
	"sync"

	"github.com/prokken/prokken/auth/password"
)

// Pool derives keys in as many processes as it is asked at once: whoever asks bounds that (see
// [password.Hasher]). They start when they are first needed. It implements [password.Deriver].
type Pool struct {
	program   string
	arguments []string
	mu        sync.Mutex
	idle      []*process
	closed    bool
	told      sync.Once
}

// NewPool returns a pool whose processes run that program, which is to call [Work].
func NewPool(program string, arguments ...string) *Pool {
	return &Pool{program: program, arguments: arguments}
}

// Derive returns the key. Where no process can be had it derives the key in this one, and says so once.
func (p *Pool) Derive(cost password.Cost, chosen, salt []byte) []byte {
	key, err := p.derive(request{cost, chosen, salt})
	if err == nil {
		return key
	}
	p.told.Do(func() {
		slog.Warn("passwords are hashed in the server itself: pages wait for it", "error", err)
	})
	return cost.Derive(chosen, salt)
}

// derive asks the worker that was used last, and a new one where that had died since.
func (p *Pool) derive(asked request) ([]byte, error) {
	if worker := p.take(); worker != nil {
		if key, err := p.ask(worker, asked); err == nil || errors.Is(err, errLate) {
			return key, err
		}
	}
	worker, err := p.start()
	if err != nil {
		return nil, err
	}
	return p.ask(worker, asked)
}

// ask gives the worker back after its answer; without one, the worker is ended.
func (p *Pool) ask(worker *process, asked request) ([]byte, error) {
	key, err := worker.derive(asked)
	if err != nil {
		worker.end()
		return nil, err
	}
	p.put(worker)
	return key, nil
}

// take returns the worker that was used last, as its memory is at hand; or nil.
func (p *Pool) take() *process {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := len(p.idle) - 1
	if n < 0 {
		return nil
	}
	worker := p.idle[n]
	p.idle = p.idle[:n]
	return worker
}

func (p *Pool) start() (*process, error) {
	command := exec.Command(p.program, p.arguments...)
	command.Env = []string{} // the server's secrets are not its business
	command.Stderr = os.Stderr
	return start(command)
}

func (p *Pool) put(worker *process) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		worker.end()
		return
	}
	p.idle = append(p.idle, worker)
}

// Close ends the processes. One that is still asked ends after its answer.
func (p *Pool) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for _, worker := range p.idle {
		worker.end()
	}
	p.idle = nil
}
