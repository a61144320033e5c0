package logging

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"time"
)

// Which says of which requests there is a line.
type Which string

// The requests that a line can be about.
const (
	All     Which = "all"
	Changes Which = "changes" // what changes something, is refused or fails
	Errors  Which = "errors"  // where this server failed
	None    Which = "none"
)

// Request is what a line tells. It has no field for a query, an address or an account, and its
// path and its method are those that [Path] and [Method] returned.
type Request struct {
	ID, Method, Route, Path string
	Status                  int
	Took                    time.Duration
	IsProbe                 bool // by what watches the server: told at debug level alone
}

// Method returns the method as a line shows it. Strangers may send one of any length.
func Method(method string) string {
	const longest = len(http.MethodOptions)
	if len(method) > longest {
		return "other"
	}
	return method
}

// Requests is the log of requests. The zero value writes nothing.
type Requests struct {
	which  Which
	logger *slog.Logger
	lines  *buffer
}

// NewRequests returns a log that writes to out. Close writes the last lines.
func NewRequests(out io.Writer, s Settings) *Requests {
	lines := &buffer{out: out}
	return &Requests{
		which: s.Requests, lines: lines, logger: slog.New(s.handler(lines, min(s.Level, slog.LevelInfo))),
	}
}

// Wants reports whether there is to be a line about a request that was answered so.
func (l *Requests) Wants(method string, status int) bool {
	switch l.which {
	case All:
		return true
	case Changes:
		return status >= http.StatusBadRequest || method != http.MethodGet && method != http.MethodHead
	case Errors:
		return status >= http.StatusInternalServerError
	default:
		return false
	}
}

// Write writes the line about a request.
func (l *Requests) Write(ctx context.Context, r Request) {
	level := slog.LevelInfo
	if r.IsProbe {
		level = slog.LevelDebug
	}
	l.logger.LogAttrs(ctx, level, "request",
		slog.String("request", r.ID), slog.String("method", r.Method), slog.String("route", r.Route),
		slog.String("path", r.Path), slog.Int("status", r.Status),
		slog.Float64("milliseconds", float64(r.Took.Microseconds())/1000))
}

// Close writes what is collected.
func (l *Requests) Close() {
	if l.lines != nil {
		l.lines.flush()
	}
}
