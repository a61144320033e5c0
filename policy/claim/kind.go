package claim

import (
	"net/url"
	"reflect"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
	"github.com/prokken/prokken/policy/registry"
)

// Condition is one thing that a claim says. Its JSON is the value of the field in a
// document that has the name of its kind.
type Condition interface {
	// Check says the condition in words that a reader understands and, where it does
	// not hold for the declarations, why.
	Check(Evidence) []Status
	// Judge says the same of what a browser observed. It takes for granted that the
	// journeys of Needs were walked: call [Judge], which looks.
	Judge(Observations) []Verdict
	// Needs are the journeys that have to be seen to their end before the condition can
	// be said to hold. None are needed where what was seen is enough.
	Needs() []Journey
	// Problem says what is wrong with the condition in itself; "" if nothing is.
	Problem() string
	// Values are the fields of its form, as the form sends them.
	Values() url.Values
}

// Uniter is a condition that can be put together with another one of its kind, about
// the same sentence. All others get a claim of their own.
type Uniter interface {
	Unite(Condition) Condition
}

// Trial is a condition that an audit cannot judge by looking: it has to take cookies
// away. The results are in [Observations].
type Trial interface {
	// Without are the names of those cookies.
	Without() []string
}

// Kind is one kind of condition: everything that is known of it. A kind is complete
// when every field is set.
type Kind struct {
	Name     string // the field of a claim in a document: "no_cookies"
	Position int    // the place among the conditions of a claim, in YAML and in print
	Menu     int    // the place in the editor's menu
	Label    string // what the editor calls it
	Schema   string // the JSON Schema of the value; it may refer to "#/$defs/..." of the document's schema

	// Form makes the fields, filled in.
	Form func(m form.Maker, declared []cookie.Declaration) []form.Field
	// Read makes a condition of what the form sends, and says what is missing.
	Read func(v url.Values) (Condition, form.Problems)

	// Example is a condition of the kind. Its type is the type of all of them.
	Example Condition
}

// KindName implements [registry.Kind].
func (k *Kind) KindName() string { return k.Name }

// KindPosition implements [registry.Kind].
func (k *Kind) KindPosition() int { return k.Position }

// kinds are all kinds of conditions. Each file of a kind adds its own.
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

// KindOf returns the kind of a condition; nil if there is none.
func KindOf(condition Condition) *Kind {
	of := reflect.TypeOf(condition)
	kind, _ := kinds.FindFunc(func(k *Kind) bool { return reflect.TypeOf(k.Example) == of })
	return kind
}
