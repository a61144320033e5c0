package known

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"github.com/prokken/prokken/cookie"
)

// entry is a line of Prokken's own table.
type entry struct {
	Name     string `yaml:"name"`
	Prefix   string `yaml:"prefix"`
	Who      string `yaml:"who"`
	Purpose  string `yaml:"purpose"`
	Category string `yaml:"category"`
	Life     string `yaml:"life"`

	life cookie.Lifetime
	line int
}

// readOwn reads the table strictly; its errors are one line: place and reason.
func readOwn(text []byte) (source, error) {
	var table struct {
		Cookies []entry `yaml:"cookies"`
	}
	if err := yaml.UnmarshalWithOptions(text, &table, yaml.Strict()); err != nil {
		return source{}, errors.New(strings.Join(strings.Fields(yaml.FormatError(err, false, false)), " "))
	}
	s := source{map[string]Suggestion{}, map[string]Suggestion{}}
	for _, e := range table.Cookies {
		in, name := s.names, e.Name
		if e.Prefix != "" {
			in, name = s.prefixes, e.Prefix
		}
		if _, twice := in[name]; twice {
			return s, fmt.Errorf("line %d: %s stands here twice", e.line, name)
		}
		in[name] = e.suggestion()
	}
	return s, nil
}

// UnmarshalYAML checks the entry where its line is known.
func (e *entry) UnmarshalYAML(node ast.Node) error {
	type fields entry // without this method
	if err := yaml.NodeToValue(node, (*fields)(e), yaml.Strict()); err != nil {
		return err
	}
	e.line = node.GetToken().Position.Line
	if err := e.check(); err != nil {
		return fmt.Errorf("line %d: %w", e.line, err)
	}
	return nil
}

func (e *entry) check() error {
	switch {
	case (e.Name == "") == (e.Prefix == ""):
		return errors.New("give a name or a prefix, and one of them")
	case !cookie.IsName(e.Name + e.Prefix):
		return fmt.Errorf("%q cannot be a cookie's name", e.Name+e.Prefix)
	case e.Who == "" || e.Purpose == "":
		return fmt.Errorf("%s: say who sets it and what it is for", e.Name+e.Prefix)
	case cookie.Category(e.Category).Words() == "":
		return fmt.Errorf("%s: %q is not a category", e.Name+e.Prefix, e.Category)
	}
	if err := e.life.UnmarshalText([]byte(e.Life)); err != nil {
		return fmt.Errorf("%s: %w", e.Name+e.Prefix, err)
	}
	return nil
}

func (e *entry) suggestion() Suggestion {
	return Suggestion{
		Who:      e.Who,
		Purpose:  e.Purpose,
		Category: cookie.Category(e.Category),
		Life:     e.life,
		Source:   OwnTable,
	}
}
