// Command asvs shows that the tests named in docs/security.md are worth their place: it breaks
// the code of a requirement on purpose and expects the named test to fail.
//
//	go run -C tools ./asvs -seed 1 -n 40
//
// It edits a copy of the project, never the project, and restores the copy after each. It ends
// with 1 if a test did not fail, or code could not be broken as written, and names it. Start
// reading at [breaks].
package main

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// broken is one requirement, the code that meets it, how to break that, and the test that has
// to see it.
type broken struct {
	requirement, file, old, new, pkg, test string
}

func main() {
	seed := flag.Uint64("seed", 1, "draws the same ones for the same number")
	n := flag.Int("n", 40, "how many to draw")
	only := flag.String("only", "", "draw among requirements that begin with one of these, with commas between them")
	project := flag.String("project", "..", "the project's folder")
	flag.Parse()
	missed, err := run(*project, draw(*seed, *n, *only))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if missed > 0 {
		fmt.Printf("%d were not seen\n", missed)
		os.Exit(1)
	}
}

// run breaks what was drawn, one after the other, and returns how many were not seen.
func run(project string, drawn []broken) (missed int, err error) {
	folder, err := os.MkdirTemp("", "asvs-")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	if err := os.CopyFS(folder, os.DirFS(project)); err != nil {
		return 0, err
	}
	for _, b := range drawn {
		seen, said, err := b.try(folder)
		if err != nil {
			said = fmt.Sprintf("ERROR in %s: %v", b.file, err)
		}
		if !seen {
			missed++
		}
		fmt.Printf("%-8s %-60s %s\n", b.requirement, b.pkg+" "+b.test, said)
	}
	return missed, nil
}

func draw(seed uint64, n int, only string) []broken {
	var all []broken
	for _, b := range breaks {
		if slices.ContainsFunc(strings.Split(only, ","), func(s string) bool { return strings.HasPrefix(b.requirement, s) }) {
			all = append(all, b)
		}
	}
	source := rand.New(rand.NewPCG(seed, 0))
	source.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:min(n, len(all))]
}

var failed = regexp.MustCompile(`(?m)^\s*--- FAIL: (\S+)`)

// try breaks the code in the copy, runs the one test, and restores the code.
func (b broken) try(folder string) (seen bool, said string, err error) {
	path := filepath.Join(folder, b.file)
	text, err := os.ReadFile(path)
	if err != nil {
		return false, "", err
	}
	if !strings.Contains(string(text), b.old) {
		return false, "", errors.New("the code to break is not there any more")
	}
	changed := strings.Replace(string(text), b.old, b.new, 1)
	if err := os.WriteFile(path, []byte(changed), 0o600); err != nil {
		return false, "", err
	}
	defer func() { err = errors.Join(err, os.WriteFile(path, text, 0o600)) }()
	// Without its path a copy shares what was compiled in the copies before it.
	test := exec.Command("go", "test", "-vet=off", "-trimpath", "-ldflags=-s -w", b.pkg, "-run", "^"+b.test+"$")
	test.Dir = folder
	output, _ := test.CombinedOutput()
	switch {
	case failed.Match(output):
		return true, "seen", nil
	case strings.Contains(string(output), "[build failed]"):
		return false, "", errors.New("broken like this it does not compile:\n" + string(output))
	}
	return false, "NOT SEEN", nil
}
