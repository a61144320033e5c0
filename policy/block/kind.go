package block

import (
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
	"github.com/prokken/prokken/policy/registry"
)

// Kind is one kind of content: everything that is known of it.
type Kind struct {
	Name     string // the field of a block in a document: "cookie_table"
	Position int    // the place among the fields of a block in the schema
	Menu     int    // the place in the editor's menu
	Label    string // what the editor calls it
	Hint     string // what it is for
	Schema   string // the JSON Schema of the value; it may refer to "#/$defs/..." of the document's schema

	// OneLine names the fields whose lists YAML has in one line; nil if none.
	OneLine []string

	// Form makes the fields, filled in. The first one has to be filled in where content
	// of the kind can be empty.
	Form func(m form.Maker, declared []cookie.Declaration) []form.Field
	// Read makes content of what the form sends, and says what of that cannot be read.
	Read func(v url.Values) (Content, form.Problems)

	// Start is what the form of a new block holds; nil: nothing.
	Start Content
	// Example is content of the kind. Its type is the type of all of them.
	Example Content
}

// KindName implements [registry.Kind].
func (k *Kind) KindName() string { return k.Name }

// KindPosition implements [registry.Kind].
func (k *Kind) KindPosition() int { return k.Position }

// FirstField returns the name of the form's first field.
func (k *Kind) FirstField() string { return form.Flat(k.Form(form.Maker{}, nil))[0].Name }

// Decode reads content of the kind from JSON.
func (k *Kind) Decode(text []byte) (Content, error) {
	value := reflect.New(reflect.TypeOf(k.Example))
	if err := json.Unmarshal(text, value.Interface()); err != nil {
		return nil, fmt.Errorf("%s: %w", k.Name, err)
	}
	content, _ := value.Elem().Interface().(Content) // as its example is
	return content, nil
}

// kinds are all kinds of content. Each file of a kind adds its own.
var kinds registry.Registry[*Kind]

// register is how the file of a kind adds it.
func register(kind Kind) *Kind { //nolint:unparam // a result lets a kind add itself in a declaration
	kinds.Add(&kind)
	return &kind
}

// Register adds a kind while the program runs, and returns what removes it. The
// program's own kinds stand in files of this package; this is for tests.
func Register(kind Kind) (remove func()) { return kinds.Add(&kind) }

// Kinds returns all kinds in the order of their positions.
func Kinds() []*Kind { return kinds.All() }

// Changes counts how often the kinds changed: what was derived from them is out of
// date when the number is another.
func Changes() int { return kinds.Changes() }

// FindKind returns the kind of that name.
func FindKind(name string) (*Kind, bool) { return kinds.Find(name) }

// KindOf returns the kind of the content; nil if there is none.
func KindOf(c Content) *Kind {
	of := reflect.TypeOf(c)
	kind, _ := kinds.FindFunc(func(k *Kind) bool { return reflect.TypeOf(k.Example) == of })
	return kind
}
