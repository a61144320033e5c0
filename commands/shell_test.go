package commands

import (
	"bytes"
	"context"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/prokken/prokken/models/modelstest"
)

func TestMain(m *testing.M) {
	code := modelstest.Run(m)
	removeProgram()
	os.Exit(code)
}

// shell runs commands in an environment of its own, so that tests can run side by
// side.
type shell struct {
	t       *testing.T
	folder  string
	environ map[string]string
}

// newShell has a data folder of its own, and SQLite in it.
func newShell(t *testing.T) shell {
	folder := t.TempDir()
	return shell{t, folder, map[string]string{"PROKKEN_DATA_DIR": filepath.Join(folder, "data")}}
}

// with sets one more variable of the environment.
func (s shell) with(name, value string) shell {
	s.environ = maps.Clone(s.environ)
	s.environ[name] = value
	return s
}

// eachShell runs the test on every database.
func eachShell(t *testing.T, test func(t *testing.T, s shell)) {
	t.Parallel()
	for name, address := range map[string]func(testing.TB) string{
		"sqlite": func(testing.TB) string { return "" }, "postgres": modelstest.PostgresURL,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShell(t).with("PROKKEN_DATABASE_URL", address(t))
			s.shows("migrate")
			test(t, s)
		})
	}
}

// invocation is of the program as it is built, in the shell's environment.
func (s shell) invocation(out *bytes.Buffer) Invocation {
	s.t.Helper()
	root := os.DirFS("..")
	config, err := os.ReadFile("../config.yaml")
	if err != nil {
		s.t.Fatal(err)
	}
	i := Invocation{shippedConfig: config, files: root, in: strings.NewReader(""), out: out, errors: os.Stderr}
	for name, value := range s.environ {
		i.environ = append(i.environ, name+"="+value)
	}
	return i
}

// try answers with what the command wrote, and its error.
func (s shell) try(ctx context.Context, words ...string) (string, error) {
	s.t.Helper()
	var out bytes.Buffer
	err := s.invocation(&out).do(ctx, words)
	return out.String(), err
}

// typing is try with text on standard input.
func (s shell) typing(text string, words ...string) (string, error) {
	s.t.Helper()
	var out bytes.Buffer
	i := s.invocation(&out)
	i.in = strings.NewReader(text)
	err := i.do(s.t.Context(), words)
	return out.String(), err
}

// run answers with what the command wrote and, in the last line, its error.
func (s shell) run(words ...string) string {
	s.t.Helper()
	answer, err := s.try(context.Background(), words...)
	if err != nil {
		answer += "error: " + oneLine(err)
	}
	return answer
}

// shows fails unless the command's answer holds all of it.
func (s shell) shows(words string, parts ...string) {
	s.t.Helper()
	answer := s.run(strings.Fields(words)...)
	for _, part := range parts {
		if !strings.Contains(answer, part) {
			s.t.Errorf("prokken %s: %q is missing in:\n%s", words, part, answer)
		}
	}
	if failed := strings.Contains(answer, "error: "); failed != strings.Contains(strings.Join(parts, "\n"), "error: ") {
		s.t.Errorf("prokken %s:\n%s", words, answer)
	}
}

// file writes a file into the shell's folder.
func (s shell) file(name, text string) string {
	s.t.Helper()
	file := filepath.Join(s.folder, name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return file
}

// policies opens the shell's database as the commands do.
func (s shell) policies() *policies {
	s.t.Helper()
	in, err := s.invocation(new(bytes.Buffer)).openPolicies(context.Background())
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(in.close)
	return in
}

func content(t *testing.T, slug string) string {
	t.Helper()
	text, err := os.ReadFile("../content/" + slug + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
