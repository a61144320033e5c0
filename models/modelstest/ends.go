package modelstest

import (
	"context"
	"sync/atomic"
)

// EndsAfter returns a context that ends when it is asked that often whether it has ended: what a
// user who presses Ctrl-C does at any moment, a test does at each.
func EndsAfter(ctx context.Context, questions int) context.Context {
	ctx, stop := context.WithCancel(ctx)
	e := &ending{Context: ctx, stop: stop}
	e.left.Store(int64(questions))
	return e
}

type ending struct {
	context.Context
	stop context.CancelFunc
	left atomic.Int64
}

// Done implements [context.Context].
func (e *ending) Done() <-chan struct{} {
	e.ask()
	return e.Context.Done()
}

// Err implements [context.Context].
func (e *ending) Err() error {
	e.ask()
	return e.Context.Err()
}

func (e *ending) ask() {
	if e.left.Add(-1) <= 0 {
		e.stop()
	}
}
