package commands

import (
	"strings"
	"testing"

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
		asked = strings.Join(strings.Fields(asked), " ") // as it is before lines are broken
		for _, flag := range leaf.Flags {
			for _, part := range []string{leaf.Help, "--" + flag.Name, flag.Help} {
				if !strings.Contains(asked, part) {
					t.Errorf("help %s: %q is missing in %s", name, part, asked)
				}
			}
		}
	}
	s.shows("--help", "cookie policy cannot lie")
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
