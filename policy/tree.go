package policy

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/prokken/prokken/validation"
)

// tree is what YAML or JSON says, and in which line each part of it stands.
type tree struct {
	value any
	lines map[string]int // by the part's field: "sections[2].title"
}

// deepest is how far values may stand inside others: documents need eleven levels.
// No group has more fields than maxFields, and no document more tokens.
const (
	deepest   = 32
	maxFields = 64
	maxTokens = 100_000
)

var (
	errTooDeep = errors.New("this goes too deep for a policy")
	errTooMany = errors.New("this is more than a policy can hold")
)

// line is where a field stands, or the nearest part that it is in.
func (t *tree) line(parts []string) int {
	for ; len(parts) > 0; parts = parts[:len(parts)-1] {
		if line, found := t.lines[fieldOf(parts)]; found {
			return line
		}
	}
	return t.lines[""]
}

func (t *tree) problem(parts []string, reason string) Problem {
	return Problem{Line: t.line(parts), Field: fieldOf(parts), Reason: reason}
}

// document is what the tree says. It fits the schema.
func (t *tree) document() (Document, error) {
	var d Document
	text, err := json.Marshal(t.value)
	if err != nil {
		return d, err
	}
	if err := json.Unmarshal(text, &d); err != nil {
		return d, Problems{{Reason: err.Error()}}
	}
	d.NameBlocks()
	return d, nil
}

// place finds the lines of what Validate found in the document.
func (t *tree) place(d Document, err error) error {
	var invalid validation.Errors
	if !errors.As(err, &invalid) {
		return err
	}
	places := d.places()
	var problems Problems
	for key, reason := range invalid {
		parts, found := places[key]
		if !found && key != "document" {
			parts = []string{key}
		}
		problems = append(problems, t.problem(parts, strings.ReplaceAll(reason, "\n", "; ")))
	}
	return problems.sorted()
}

// places tells for each of Validate's keys where in the tree it stands. Of two
// that share a name it is the second that is at fault.
func (d Document) places() map[string][]string {
	at := map[string][]string{}
	for i, c := range d.Cookies {
		at["cookie."+c.Name] = []string{"cookies", strconv.Itoa(i)}
	}
	placeBlocks(at, "intro", d.Intro)
	placeSections(at, "sections", d.Sections)
	return at
}

func placeSections(at map[string][]string, under string, sections []Section) {
	for i, s := range sections {
		here := under + "/" + strconv.Itoa(i)
		at[s.Anchor] = strings.Split(here, "/")
		at[s.Anchor+".title"] = strings.Split(here+"/title", "/")
		placeBlocks(at, here+"/blocks", s.Blocks)
		placeSections(at, here+"/sections", s.Sections)
	}
}

func placeBlocks(at map[string][]string, under string, blocks []Block) {
	for i, b := range blocks {
		at[b.UID] = strings.Split(under+"/"+strconv.Itoa(i), "/")
	}
}
