package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/alecthomas/kong"
)

// help explains all commands, or one.
type help struct {
	Command []string `arg:"" optional:"" help:"The command to explain."`
}

// Run shows what --help shows.
func (h *help) Run(ctx context.Context, i Invocation) error {
	return i.do(ctx, append(h.Command, "--help"))
}

// errHelpShown ends the parsing: who asks for help wants nothing else done.
var errHelpShown = errors.New("help was asked for")

// maxWidth is what every terminal has.
const maxWidth = 80

// exitStatuses stand under each help.
const exitStatuses = `
Exit status:
  0    it is done; what audit, doctor, policy check and verify look at is good
  1    it failed, or there is something wrong; the last line says what
  78   the settings cannot be used
  130  Ctrl-C stopped it before it was done; 143 if SIGTERM did`

// showHelp explains the command that was named so far, with the example that its field in
// [commandLine] is tagged with.
func showHelp(options kong.HelpOptions, parsed *kong.Context) error {
	options.WrapUpperBound = maxWidth
	if err := kong.DefaultHelpPrinter(options, parsed); err != nil {
		return err
	}
	text := exitStatuses
	if command := parsed.Selected(); command != nil && command.Tag.Get("example") != "" {
		text = "\nExample:\n  " + command.Tag.Get("example") + "\n" + text
	}
	_, _ = fmt.Fprintln(parsed.Stdout, text)
	return errHelpShown
}

// asksForHelp reports whether the words do so beside what is wrong in them.
func asksForHelp(words []string) bool {
	return slices.Contains(words, "--help") || slices.Contains(words, "-h")
}

// named is the command that the words name before what is wrong in them.
func named(err error) (command *kong.Node) {
	var wrong *kong.ParseError
	if errors.As(err, &wrong) {
		for _, step := range wrong.Context.Path {
			if step.Command != nil {
				command = step.Command
			}
		}
	}
	return command
}

// whereToLook adds to an error which help explains the command, and what was meant by one without
// its group.
func whereToLook(err error, model *kong.Application, words []string) error {
	if command := named(err); command != nil {
		return fmt.Errorf("%w; see prokken %s --help", err, command.Path())
	}
	for _, leaf := range model.Leaves(true) {
		if len(words) > 0 && leaf.Name == words[0] && leaf.Parent != model.Node {
			err = fmt.Errorf("%w, did you mean %q?", err, leaf.Path())
		}
	}
	return fmt.Errorf("%w; see prokken --help", err)
}
