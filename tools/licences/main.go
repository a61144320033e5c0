// Licences writes down under what terms the modules in a program may be passed on: the texts, and a
// list of them. It fails where a module has no terms that it knows, or some that ask for more than
// the texts to be passed along.
package main

import (
	"debug/buildinfo"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	classifier "github.com/google/licenseclassifier/v2"
	"github.com/google/licenseclassifier/v2/assets"
)

func main() {
	program := flag.String("program", "", "the program, as it was built")
	out := flag.String("out", "", "the folder that the texts are written to")
	flag.Parse()
	if err := run(*program, *out); err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}

// list copies texts into a folder, and knows what they are.
type list struct {
	out        string
	classifier *classifier.Classifier
}

func run(program, out string) error {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return err
	}
	known, err := assets.DefaultClassifier()
	if err != nil {
		return err
	}
	l := list{out, known}
	rows := [][]string{{"module", "version", "licences"}}
	var wrong []error
	for _, module := range info.Deps {
		if module.Replace != nil {
			module = module.Replace
		}
		names, err := l.pass(module.Path, module.Version)
		wrong = append(wrong, err)
		rows = append(rows, []string{module.Path, module.Version, strings.Join(names, " ")})
	}
	goRoot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return err
	}
	names, err := l.copyTexts(strings.TrimSpace(string(goRoot)), "go")
	wrong = append(wrong, err)
	rows = append(rows, []string{"the Go library", info.GoVersion, strings.Join(names, " ")})
	return errors.Join(append(wrong, write(filepath.Join(out, "list.csv"), rows))...)
}

// pass copies the texts of a module, and returns the licences that they are.
func (l list) pass(path, version string) ([]string, error) {
	said, err := exec.Command("go", "mod", "download", "-json", path+"@"+version).Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var module struct{ Dir string }
	if err := json.Unmarshal(said, &module); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	names, err := l.copyTexts(module.Dir, filepath.FromSlash(path))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return names, nil
}

// textName is that of a file which tells the terms, in the uppermost folder of a module.
var textName = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents|unlicense)([-._].*)?$`)

// allowed are licences that ask for no more than that their texts, and their notices, go along. MPL-2.0
// also asks to say where the source is: list.csv names the module, which is its address.
var allowed = []string{
	"MIT", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "ISC", "MPL-2.0", "CC0-1.0", "Unlicense", "0BSD", "Zlib",
}

func (l list) copyTexts(from, name string) ([]string, error) {
	entries, err := os.ReadDir(from)
	if err != nil {
		return nil, err
	}
	to, names := filepath.Join(l.out, name), []string(nil)
	for _, entry := range entries {
		if entry.IsDir() || !textName.MatchString(entry.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(from, entry.Name()))
		if err != nil {
			return nil, err
		}
		for _, match := range l.classifier.Match(text).Matches {
			if match.MatchType == "License" {
				names = append(names, match.Name)
			}
		}
		if err := errors.Join(os.MkdirAll(to, 0o755), os.WriteFile(filepath.Join(to, entry.Name()), text, 0o644)); err != nil {
			return nil, err
		}
	}
	if known := readByHand[filepath.ToSlash(name)]; known != "" {
		return []string{known}, nil
	}
	slices.Sort(names)
	names = slices.Compact(names)
	return names, judge(names)
}

// readByHand are licences that the classifier does not know, as a person read them.
var readByHand = map[string]string{
	"github.com/ncruces/go-sqlite3-wasm/v6": "MIT-0", // and SQLite itself, which is in the public domain
}

func judge(names []string) error {
	if len(names) == 0 {
		return errors.New("it has no licence that is known")
	}
	for _, name := range names {
		if !slices.Contains(allowed, name) {
			return fmt.Errorf("whether %s can be passed on is for a person to decide", name)
		}
	}
	return nil
}

func write(name string, rows [][]string) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	w := csv.NewWriter(file)
	return errors.Join(w.WriteAll(rows), file.Close())
}
