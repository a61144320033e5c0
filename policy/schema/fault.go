package schema

// Fault is a keyword of a schema that a value does not fit.
type Fault struct {
	At      []string // where in the value: names of fields, and positions in lists
	Part    string   // of the schema, as a JSON pointer: "/$defs/anchor"
	Keyword string   // of that part

	Names  []string  // of the fields that are missing, or that must not be there
	Of     string    // the field that needs those that are missing
	Want   []any     // the types or the values of which it has to be one
	Type   string    // that it is of instead
	Limit  float64   // that it goes past
	Size   float64   // that it has instead: a number, or a count of characters, entries or fields
	Err    error     // what the format finds
	Within [][]Fault // what keeps the value from each of the alternatives
}

// keyword is a keyword where it stands.
type keyword struct {
	*compiler
	part   *part
	name   string
	source map[string]any // all that stands beside it
}

// fault returns what the keyword finds, with what the change adds.
func (k keyword) fault(at []string, add func(*Fault)) []Fault {
	f := Fault{At: at, Part: k.part.pointer, Keyword: k.name}
	add(&f)
	return []Fault{f}
}

// under is the place of a name or position in what stands at a place.
func under(at []string, name string) []string { return append(at[:len(at):len(at)], name) }
