package commands

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/alecthomas/kong"
)

// TestHelp: it lists every command, and each command explains its own flags, in
// whichever way one asks.
func TestHelp(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	for _, leaf := range kong.Must(&commandLine{}, kong.Name("prokken")).Model.Leaves(true) {
		name := strings.TrimPrefix(leaf.FullPath(), "prokken ")
		s.shows("help", "\n  "+name)
		asked := s.run(strings.Fields("help " + name)...)
		if got := s.run(strings.Fields(name + " --help")...); got != asked {
			t.Errorf("help %s: %s", name, asked)
		}
		s.isNarrow(name, asked)
		asked = strings.Join(strings.Fields(asked), " ") // as it is before lines are broken
		for _, part := range []string{leaf.Tag.Get("example"), "Exit status: 0 ", " 1 ", " 78 ", " 130 "} {
			if part == "" || !strings.Contains(asked, part) {
				t.Errorf("help %s: %q is missing in %s", name, part, asked)
			}
		}
		for _, flag := range leaf.Flags {
			for _, part := range []string{leaf.Help, "--" + flag.Name, flag.Help} {
				if !strings.Contains(asked, part) {
					t.Errorf("help %s: %q is missing in %s", name, part, asked)
				}
			}
		}
	}
	s.shows("--help", "cookie policy cannot lie")
	for _, words := range []string{"", "policy", "admin", "stripe", "billing"} {
		s.isNarrow(words, s.run(append(strings.Fields(words), "--help")...))
	}
}

// isNarrow looks whether every line has room on a terminal of 80 columns.
func (s shell) isNarrow(about, text string) {
	s.t.Helper()
	for line := range strings.Lines(text) {
		if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > 80 {
			s.t.Errorf("%s: %d columns: %s", about, n, line)
		}
	}
}

// TestHelpAnywhere: whoever asks for help gets it, whatever else is said, and in whichever place.
func TestHelpAnywhere(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	want := s.run("help", "audit")
	for _, words := range []string{
		"-h audit", "--help audit", "audit -h", "audit x -h", "audit x --pages 3 --help --login",
		"audit --pages many --help", "audit --lgoin -h", "audit x y --help", "--config f audit --help",
	} {
		if got := s.run(strings.Fields(words)...); got != want {
			t.Errorf("prokken %s: %s", words, got)
		}
	}
	s.shows("-h", "Usage: prokken <command>")
	s.shows("policy -h", "Usage: prokken policy <command>")
	s.shows("dance --help", "error: unexpected argument dance")
}

// TestExamples: the example of a command is that command, with words that it takes.
func TestExamples(t *testing.T) {
	t.Parallel()
	for _, leaf := range kong.Must(&commandLine{}, kong.Name("prokken")).Model.Leaves(true) {
		var line commandLine
		parser, err := newShell(t).invocation(nil).parser(&line)
		if err != nil {
			t.Fatal(err)
		}
		_, words, _ := strings.Cut(leaf.Tag.Get("example"), "prokken ")
		words, _, _ = strings.Cut(words, " <") // standard input
		quoted := regexp.MustCompile(`'[^']*'|\S+`).FindAllString(words, -1)
		parsed, err := parser.Parse(quoted)
		if err != nil || parsed.Selected().Path() != leaf.Path() {
			t.Errorf("%s: %v", leaf.Tag.Get("example"), err)
		}
	}
}

// TestWrongWords: an error names the word and where to look, and knows what was
// meant.
func TestWrongWords(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	for words, says := range map[string]string{
		"dance":                   "unexpected argument dance; see prokken --help",
		"servee":                  `did you mean "serve"?`,
		"policy publis":           `did you mean "publish"?; see prokken policy --help`,
		"policy export --formt":   `did you mean "--format"?; see prokken policy export --help`,
		"publish":                 `unexpected argument publish, did you mean "policy publish"?; see prokken --help`,
		"help exprot":             "unexpected argument exprot; see prokken --help",
		"audti":                   `did you mean "audit"?; see prokken --help`,
		"audit --lgoin":           `did you mean "--login"?; see prokken audit --help`,
		"completion tcsh":         `must be one of "bash","zsh","fish"`,
		"help dance":              "unexpected argument dance",
		"serve now":               "unexpected argument now",
		"--config":                "--config: its value is missing",
		"audit x --pages":         "--pages: ",
		"version 2":               "unexpected argument 2",
		"admin create --email":    "--email: its value is missing",
		"audit x --login=perhaps": "--login",
	} {
		s.shows(words, "error: ", says)
	}
}

// TestFlags: they stand before, between and after the words; a value may begin
// with a dash.
func TestFlags(t *testing.T) {
	t.Parallel()
	for _, words := range []string{
		"--config=f policy publish terms --summary -x --materiality notify",
		"--config f policy publish --summary=-x terms --materiality=notify",
		"policy publish --materiality notify --summary -x --config f terms",
	} {
		var line commandLine
		parser, err := newShell(t).invocation(nil).parser(&line)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parser.Parse(strings.Fields(words)); err != nil {
			t.Errorf("%s: %v", words, err)
		}
		want := publishPolicy{Slug: "terms", Summary: "-x", Materiality: "notify"}
		if line.Config != "f" || line.Policy.Publish != want {
			t.Errorf("%s: %+v", words, line)
		}
	}
}
