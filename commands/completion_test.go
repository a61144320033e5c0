package commands

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
)

// TestCandidates: each place has the words that can stand there, and only these.
func TestCandidates(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"au":                          "audit",
		"policy ":                     "check export import confirm publish consents verify",
		"help policy ver":             "verify",
		"policy export --for":         "--format",
		"policy export x --format ":   "yaml json pdf",
		"policy export --format=j":    "--format=json",
		"policy export --format = j":  "json",
		"policy export --format =":    "yaml json pdf",
		"policy export --version ":    "draft",
		"policy publish --summary au": "",
		"--config au":                 "",
		"--config f au":               "audit",
		"audit --login --lo":          "--login",
		"completion ":                 "bash zsh fish",
		"completion bash ":            "",
		"hash":                        "",
		"stripe sync --":              "--help --config --dry-run",
	} {
		var got []string
		for line := range strings.Lines(newShell(t).run(append([]string{"__complete"}, strings.Split(words, " ")...)...)) {
			word, _, _ := strings.Cut(strings.TrimSpace(line), "\t")
			got = append(got, word)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("prokken %s: %q, not %q", words, got, want)
		}
	}
}

// TestEveryCommandIsCompleted: no word of the command line has to be typed whole.
func TestEveryCommandIsCompleted(t *testing.T) {
	t.Parallel()
	root := kong.Must(&commandLine{}, kong.Name("prokken")).Model.Node
	for _, leaf := range root.Leaves(true) {
		words := strings.Fields(leaf.Path())
		for n := range words {
			if got := candidates(root, words[:n+1]); len(got) != 1 || got[0].word != words[n] || got[0].help == "" {
				t.Errorf("%s: %q", words[:n+1], got)
			}
		}
		for _, flag := range leaf.Flags {
			if got := candidates(root, append(words, "--"+flag.Name)); len(got) != 1 {
				t.Errorf("%s --%s: %q", words, flag.Name, got)
			}
		}
	}
}

// TestShellsComplete: real shells read the scripts, and complete as their user presses Tab.
func TestShellsComplete(t *testing.T) {
	t.Parallel()
	for name, shell := range map[string]struct {
		check []string // reads the script and does nothing
		lines []string // of a session
	}{
		"bash": {[]string{"bash", "-n"}, []string{"source completion.bash"}},
		"zsh":  {[]string{"zsh", "-n"}, []string{"autoload -Uz compinit; compinit -u -d dump", "source completion.zsh"}},
		"fish": {[]string{"fish", "--no-execute"}, []string{"source completion.fish"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := exec.LookPath(name); err != nil {
				t.Skip(err)
			}
			folder := t.TempDir()
			script := filepath.Join(folder, "completion."+name)
			if err := os.WriteFile(script, []byte(newShell(t).run("completion", name)), 0o600); err != nil {
				t.Fatal(err)
			}
			if said, err := exec.Command(shell.check[0], append(shell.check[1:], script)...).CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, said)
			}
			s := session{t: t, shell: name, folder: folder, lines: shell.lines}
			s.writeProgram()
			for typed, want := range map[string]string{
				"prokken au":                       "audit",
				"./prokken policy exp":             "policy export",
				"prokken policy export --format j": "policy export --format json",
				"prokken policy export --format=j": "policy export --format=json",
				"prokken policy import comple":     "policy import completion." + name,
			} {
				if got := s.complete(typed); got != want {
					t.Errorf("%q became %q", typed, got)
				}
			}
		})
	}
}

// session is one of a shell in a folder that holds the program.
type session struct {
	t             *testing.T
	shell, folder string
	lines         []string // that come first
}

// writeProgram writes one that completes words as the built one does, and else notes what it was
// called with.
func (s session) writeProgram() {
	s.t.Helper()
	binary, err := builtProgram()
	if err != nil {
		s.t.Fatal(err)
	}
	text := "#!/bin/sh\n[ \"$1\" = __complete ] && exec " + binary + " \"$@\"\necho \"$*\" >called\n"
	if err := os.WriteFile(filepath.Join(s.folder, "prokken"), []byte(text), 0o700); err != nil {
		s.t.Fatal(err)
	}
}

// complete returns the words of the line that was typed as Tab completes it.
func (s session) complete(typed string) string {
	s.t.Helper()
	if s.shell == "fish" { // it says what Tab would complete
		c := s.command("fish", "--no-config", "-c", strings.Join(s.lines, ";")+`; complete -C "`+typed+`"`)
		said, err := c.CombinedOutput()
		if err != nil {
			s.t.Fatalf("%v: %s", err, said)
		}
		word, _, _ := strings.Cut(strings.TrimSpace(string(said)), "\t")
		_, words, _ := strings.Cut(typed[:strings.LastIndex(typed, " ")+1]+word, " ")
		return words
	}
	if _, err := exec.LookPath("script"); err != nil { // it gives the shell a terminal
		s.t.Skip(err)
	}
	called := filepath.Join(s.folder, "called")
	_ = os.Remove(called)
	said := s.terminal(map[string]string{"bash": "bash --norc --noprofile -i", "zsh": "zsh -f -i"}[s.shell], typed)
	words, err := os.ReadFile(called)
	if err != nil {
		s.t.Errorf("%v: %s", err, said)
	}
	return strings.TrimSpace(string(words))
}

func (s session) command(name string, words ...string) *exec.Cmd {
	ctx, stop := context.WithTimeout(s.t.Context(), time.Minute)
	s.t.Cleanup(stop)
	c := exec.CommandContext(ctx, name, words...)
	c.Dir = s.folder
	c.Env = append(os.Environ(), "PATH="+s.folder+":"+os.Getenv("PATH"), "HOME="+s.folder, "TERM=dumb")
	return c
}

// terminal types into a shell of its own, then Tab and Enter, and returns what it showed.
func (s session) terminal(shell, typed string) string {
	s.t.Helper()
	c, shown := s.command("script", "-qec", shell, "/dev/null"), &written{}
	c.Stdout, c.Stderr = shown, shown
	keys, err := c.StdinPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		s.t.Fatal(err)
	}
	_, _ = io.WriteString(keys, strings.Join(s.lines, "\n")+"\necho REA''DY\n")
	for begun := time.Now(); !strings.Contains(shown.String(), "READY"); time.Sleep(20 * time.Millisecond) {
		if time.Since(begun) > time.Minute {
			s.t.Fatalf("it is not ready: %s", shown)
		}
	}
	_, _ = io.WriteString(keys, typed+"\t\nexit\n")
	_ = c.Wait() // what came of it tells
	return shown.String()
}
