// Package logging writes what happens: lines about the program as they come, and lines about
// requests, which are collected for up to a second. Start reading at [New].
package logging

import (
	"io"
	"log/slog"
)

// Settings say what is written, and how.
type Settings struct {
	Level    slog.Level
	JSON     bool // else text
	Requests Which
}

// New returns a log of what the program does.
func New(out io.Writer, s Settings) *slog.Logger { return slog.New(s.handler(out, s.Level)) }

func (s Settings) handler(out io.Writer, level slog.Level) slog.Handler {
	options := &slog.HandlerOptions{Level: level}
	if s.JSON {
		return slog.NewJSONHandler(out, options)
	}
	return slog.NewTextHandler(out, options)
}
