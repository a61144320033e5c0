package commands

import (
	"fmt"
	"io"
	"io/fs"

	"github.com/prokken/prokken/config"
)

// Invocation is one run of the program: what is built into it, what surrounds it,
// and where its answer goes.
type Invocation struct {
	shippedConfig []byte
	files         fs.FS    // the folders static and content
	environ       []string // NAME=value
	configFile    string   // the file that --config names
	in            io.Reader
	out           io.Writer
	errors        io.Writer // for what is no part of the answer
}

// say writes a line of the answer.
func (i Invocation) say(format string, values ...any) {
	_, _ = fmt.Fprintf(i.out, format+"\n", values...)
}

// load reads the configuration. Its error is an [unusableSettings].
func (i Invocation) load() (config.Config, error) {
	c, err := config.Load(i.shippedConfig, i.configFile, i.environ)
	if err != nil {
		err = unusableSettings{err}
	}
	return c, err
}

// unusableSettings is an error of the configuration: trying again does not help.
type unusableSettings struct{ error }

// Unwrap returns the reason.
func (u unusableSettings) Unwrap() error { return u.error }

// folder returns one of the folders that are built into the program.
func (i Invocation) folder(name string) (fs.FS, error) { return fs.Sub(i.files, name) }
