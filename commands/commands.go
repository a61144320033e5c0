// Package commands is the command line, a file for each command, and the wiring
// of the server. Only main imports it. Start reading at [commandLine], which
// lists the commands, and at [run], which opens every part of the server and
// runs it, from top to bottom.
package commands

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/prokken/prokken/config"
)

// Main does what the words of the process ask for, and returns its exit status: one of those in
// exitStatuses. It takes what is built into the program: the shipped configuration, and the
// folders static and content.
func Main(shippedConfig []byte, files fs.FS) int {
	keepPrivate()
	ctx := untilStopped(context.Background())
	i := Invocation{
		shippedConfig: shippedConfig, files: files, environ: os.Environ(),
		in: os.Stdin, out: os.Stdout, errors: os.Stderr,
	}
	err := i.do(ctx, os.Args[1:])
	if stopped := (stopped{}); err != nil && errors.As(context.Cause(ctx), &stopped) {
		err = stopped.with(err)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "prokken:", inWords(err))
		return statusOf(err)
	}
	return 0
}

// badSettings is the exit status for a configuration that cannot be used (EX_CONFIG of sysexits.h):
// a service manager need not start the program again.
const badSettings = 78

func statusOf(err error) int {
	if stopped := (stopped{}); errors.As(err, &stopped) {
		return 128 + int(stopped.by)
	}
	if errors.As(err, &unusableSettings{}) {
		return badSettings
	}
	return 1
}

// oneLine joins the lines of an error, because some drivers answer with several.
func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

// inWords tells of an error in one line, or of several settings each in its own: with the variable
// that sets it.
func inWords(err error) string {
	var problems config.Problems
	if !errors.As(err, &problems) || len(problems) < 2 {
		return oneLine(err)
	}
	text := fmt.Sprintf("%d settings need your attention:", len(problems))
	for _, p := range problems {
		text += "\n  " + p.Error()
		if variable := p.Variable(); variable != "" {
			text += " (" + variable + ")"
		}
	}
	return text + "\nconfig.yaml explains each. `prokken doctor` checks them, and what they lead to."
}

// command is what each command of [commandLine] can do. Its flags are its fields.
type command interface {
	Run(ctx context.Context, i Invocation) error
}

// do runs the command that the words name; without words, it serves the site.
func (i Invocation) do(ctx context.Context, words []string) error {
	var line commandLine
	parser, err := i.parser(&line)
	if err != nil {
		return err
	}
	parsed, err := parser.Parse(words)
	if errors.Is(err, errHelpShown) {
		return nil
	}
	if command := named(err); command != nil && command.Leaf() && asksForHelp(words) {
		return i.do(ctx, append(strings.Fields(command.Path()), "--help"))
	}
	if err != nil {
		return whereToLook(err, parser.Model, words)
	}
	i.configFile = line.Config
	return parsed.Selected().Target.Addr().Interface().(command).Run(ctx, i)
}

func (i Invocation) parser(line *commandLine) (*kong.Kong, error) {
	return kong.New(line,
		kong.Name("prokken"), kong.Description(about), kong.Writers(i.out, i.errors), kong.Help(showHelp),
		kong.WithHyphenPrefixedParameters(true), // a summary may begin with a dash
		kong.KindMapper(reflect.String, kong.MapperFunc(readText)),
	)
}

// readText takes the next word as the value of a flag. Kong takes an empty one
// where there is no word left and values may begin with a dash.
func readText(parsing *kong.DecodeContext, target reflect.Value) error {
	if parsing.Scan.Peek().IsEOL() {
		return errors.New("its value is missing")
	}
	return parsing.Scan.PopValueInto("string", target.Addr().Interface())
}
