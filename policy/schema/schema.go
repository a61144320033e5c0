// Package schema checks values against a JSON Schema of draft 2020-12, as far as documents
// need it. It knows the keywords that the schema of a document uses and refuses every other, so
// that nothing which a schema asks for is ever ignored. Tests hold it to a full implementation.
// Start reading at [Compile].
package schema

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Formats are, by their names, what checks a value that has to have one.
type Formats map[string]func(value any) error

// Schema checks values. Several goroutines may use it.
type Schema struct{ root *part }

// part is a part of a schema: all that it asks of one value.
type part struct {
	pointer string // of the part in the schema: "/$defs/anchor"
	checks  []check
	same    []*part // the parts that it asks the same value about
}

// check is what one keyword asks of a value.
type check struct {
	ends bool // what does not fit it is not looked at further
	find func(value any, at []string) []Fault
}

// Compile reads a schema. It panics if it is none, has a keyword that this package does not know,
// or asks about one value without end: a schema is part of the program.
func Compile(schema map[string]any, formats Formats) *Schema {
	c := &compiler{document: schema, formats: formats, parts: map[string]*part{}}
	root := c.compile("", schema)
	definitions, _ := schema["$defs"].(map[string]any)
	for name := range definitions {
		c.resolve("#/$defs/" + name)
	}
	for _, p := range c.parts {
		p.mustEnd(nil)
	}
	return &Schema{root}
}

// Check finds all that does not fit.
func (s *Schema) Check(value any) []Fault { return s.root.check(value, nil) }

func (p *part) check(value any, at []string) []Fault {
	var faults []Fault
	for _, c := range p.checks {
		found := c.find(value, at)
		faults = append(faults, found...)
		if c.ends && len(found) > 0 {
			break
		}
	}
	return faults
}

// mustEnd panics if the part asks itself about the value that it is asked about.
func (p *part) mustEnd(above []*part) {
	if slices.Contains(above, p) {
		panic("the schema goes round in a circle at " + p.pointer)
	}
	for _, next := range p.same {
		next.mustEnd(append(above[:len(above):len(above)], p))
	}
}

// compiler makes the parts of a schema, each of them once.
type compiler struct {
	document map[string]any
	formats  Formats
	parts    map[string]*part // by their pointers
}

// compile makes the part at the pointer. Its checks stand in the order of [kinds].
func (c *compiler) compile(pointer string, source map[string]any) *part {
	if p, made := c.parts[pointer]; made {
		return p
	}
	p := &part{pointer: pointer}
	c.parts[pointer] = p
	unknown := slices.DeleteFunc(slices.Sorted(maps.Keys(source)), func(name string) bool {
		return slices.Contains(notes, name)
	})
	for _, kind := range kinds() {
		if asked, has := source[kind.name]; has {
			find := kind.compile(keyword{compiler: c, part: p, name: kind.name, source: source}, asked)
			p.checks = append(p.checks, check{kind.ends, find})
			unknown = slices.DeleteFunc(unknown, func(name string) bool { return name == kind.name })
		}
	}
	if len(unknown) > 0 {
		panic(fmt.Sprintf("the schema has keywords that are not known, at %q: %v", pointer, unknown))
	}
	return p
}

// resolve returns the part that a reference names.
func (c *compiler) resolve(reference string) *part {
	pointer, isOurs := strings.CutPrefix(reference, "#")
	if !isOurs {
		panic("the schema refers to another: " + reference)
	}
	source := c.document
	for name := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		source = source[name].(map[string]any)
	}
	return c.compile(pointer, source)
}
