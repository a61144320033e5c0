package commands

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
)

// untilStopped is over at the first Ctrl-C or SIGTERM: the program ends in order. From then on Ctrl-C
// ends it at once, and SIGTERM, which service managers may send again, does nothing more.
func untilStopped(ctx context.Context) context.Context {
	ctx, cancel := context.WithCancelCause(ctx)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		by, _ := (<-signals).(syscall.Signal)
		signal.Reset(os.Interrupt)
		cancel(stopped{by: by})
	}()
	return ctx
}

// stopped says that a signal ended a command before it was done.
type stopped struct {
	by    syscall.Signal
	after error // what that led to
}

// Error implements error. That something was canceled is the same said again.
func (s stopped) Error() string {
	if s.after == nil || errors.Is(s.after, context.Canceled) {
		return "stopped before it was done"
	}
	return "stopped before it was done: " + s.after.Error()
}

// Is has it taken for what it leads to.
func (s stopped) Is(target error) bool { return target == context.Canceled }

func (s stopped) with(err error) stopped { return stopped{s.by, err} }
