package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/prokken/prokken/config"
)

const help = `Prokken serves a website whose cookie policy cannot lie.

  prokken [serve]                 serve the site
  prokken migrate                 bring the database up to this program
  prokken admin create --email E  make an admin; the password is read from standard input
  prokken policy check [FILE...]  find what is wrong or untrue: in the files, or in all policies and drafts of the database
  prokken policy export SLUG [--version N|draft] [--format yaml|json|pdf] [--out FILE]
                                  write a policy: as text to edit, as signed JSON, or printed by Chromium
  prokken policy import FILE      make the YAML or JSON of the file the draft of its policy
  prokken policy publish SLUG --summary TEXT --materiality editorial|notify|ask_again [--at 2026-12-01T09:00]
                                  publish the draft, at once or at a moment in the site's time zone
  prokken policy verify [FILE|URL ...] [--keys FILE|URL] [--site ADDRESS]
                                  check signatures and hashes: of signed JSON, or of every version in the database
  prokken audit URL [--policy URL|FILE] [--pages N] [--login] [--format text|json|html|sarif] [--out FILE] [--draft FILE]
                                  have a browser visit the site, and say whether its policy is true; with 0 only if it is.
                                  --login: as PROKKEN_AUDIT_EMAIL with PROKKEN_AUDIT_PASSWORD, or, on a development site, as a new member
  prokken stripe sync [--dry-run] have Stripe sell what config.yaml says; nothing is deleted, what left is archived
  prokken billing reconcile       compare every customer with Stripe, and mend what differs
  prokken version
  prokken help

--config FILE before the command reads FILE instead of ./config.yaml; that file explains every setting.
`

// order is what somebody asks for: the words after the command, and where the
// answer goes.
type order struct {
	config string // the file that --config names
	words  []string
	out    io.Writer
	errors io.Writer // what is no part of the answer
}

// say writes a line of the answer.
func (o order) say(format string, values ...any) { _, _ = fmt.Fprintf(o.out, format+"\n", values...) }

// commands by their words. A command of one word takes no others.
var commands = map[string]func(ctx context.Context, o order) error{
	"": serve, "serve": serve, "migrate": migrate, "admin create": createAdmin,
	"policy check": checkPolicies, "policy export": exportPolicy, "policy import": importPolicy, "policy publish": publishPolicy, "policy verify": verifyPolicies,
	"audit": auditSite, "stripe sync": syncCatalog, "billing reconcile": reconcile,
	"version": func(_ context.Context, o order) error { o.say("%s", version()); return nil },
	"help":    func(_ context.Context, o order) error { o.say("%s", strings.TrimSpace(help)); return nil },
}

func load(file string) (config.Config, error) { return config.Load(shippedConfig, file, os.Environ()) }

// command does what the words ask for. No words: serve.
func command(ctx context.Context, words []string, out io.Writer) error {
	flags := quietFlags("prokken")
	file := flags.String("config", "", "")
	if err := flags.Parse(words); err != nil {
		return fmt.Errorf("%w; see prokken help", err)
	}
	name, rest := flags.Args(), []string(nil)
	if len(name) > 1 && name[0] == "audit" {
		name, rest = name[:1], name[1:]
	}
	if len(name) > 1 && slices.Contains([]string{"admin", "policy", "stripe", "billing"}, name[0]) {
		name, rest = name[:2], name[2:]
	}
	run, found := commands[strings.Join(name, " ")]
	if !found {
		return fmt.Errorf("there is no command %q; see prokken help", strings.Join(name, " "))
	}
	return run(ctx, order{config: *file, words: rest, out: out, errors: os.Stderr})
}

// quietFlags leaves it to the caller to say what is wrong.
func quietFlags(name string) *flag.FlagSet {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	return flags
}

// arguments reads flags wherever they stand among the words, and returns the others.
func (o order) arguments(flags *flag.FlagSet) ([]string, error) {
	var others []string
	for words := o.words; ; {
		if err := flags.Parse(words); err != nil {
			return nil, fmt.Errorf("%w; see prokken help", err)
		}
		if flags.NArg() == 0 {
			return others, nil
		}
		others, words = append(others, flags.Arg(0)), flags.Args()[1:]
	}
}

func version() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Main.Version
	}
	return "unknown"
}
