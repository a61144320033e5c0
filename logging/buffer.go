package logging

import (
	"io"
	"sync"
	"time"
)

const (
	flushEvery = time.Second
	// fullAt is how many bytes are collected at most, about 300 lines.
	fullAt = 64 << 10
)

// buffer collects whole lines, and writes them at once: each second, when it is full, and at
// the end. A program that is killed loses the last second.
type buffer struct {
	out     io.Writer
	mu      sync.Mutex // guards the rest
	lines   []byte
	pending bool // a flush is to come
}

// Write takes a line. It never fails: a log that is refused stops no request. One that is taken by
// nobody, as a pipe whose reader stands still, stops them all, as everywhere.
func (b *buffer) Write(line []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lines = append(b.lines, line...)
	switch {
	case len(b.lines) >= fullAt:
		b.write()
	case !b.pending:
		b.pending = true
		time.AfterFunc(flushEvery, b.flush)
	}
	return len(line), nil
}

func (b *buffer) flush() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.pending = false
	b.write()
}

func (b *buffer) write() {
	if len(b.lines) > 0 {
		_, _ = b.out.Write(b.lines)
		b.lines = b.lines[:0]
	}
}
