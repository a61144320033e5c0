package grammar_test

import (
	"reflect"
	"testing"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/grammar"
	"github.com/prokken/prokken/policy/grammar/discourse"
)

// TestReadAgain: a sentence is read in its context each time, and who changes what came of it
// changes nobody else's.
func TestReadAgain(t *testing.T) {
	c := discourse.Context{Site: []string{"Acme"}, Declared: []cookie.Declaration{{Name: "acme_id", Secure: true}}}
	const says = "acme_id is secure."
	first, err := grammar.Read(says, c)
	if err != nil || !first.Recognized() || len(first.About) != 1 {
		t.Fatalf("%+v, %v", first, err)
	}
	first.Says[0], first.About[0] = nil, "another"
	again, _ := grammar.Read(says, c)
	if again.Says[0] == nil || again.About[0] != "acme_id" {
		t.Errorf("the second reading is %+v", again)
	}
	c.Declared[0].Name = "other"
	if changed, _ := grammar.Read(says, c); len(changed.Undeclared) != 1 {
		t.Errorf("with another declaration it is still %+v", changed)
	}
}

// TestContextIsPlain: a context is told from others by what it prints, which holds for plain
// data alone: a pointer would print its address.
func TestContextIsPlain(t *testing.T) {
	expectPlain(t, reflect.TypeFor[discourse.Context](), "Context")
}

func expectPlain(t *testing.T, of reflect.Type, path string) {
	t.Helper()
	switch of.Kind() {
	case reflect.Pointer, reflect.Func, reflect.Chan, reflect.Interface, reflect.UnsafePointer:
		t.Errorf("%s is a %s", path, of.Kind())
	case reflect.Slice, reflect.Array:
		expectPlain(t, of.Elem(), path+"[]")
	case reflect.Map:
		expectPlain(t, of.Key(), path+" key")
		expectPlain(t, of.Elem(), path+"[]")
	case reflect.Struct:
		for f := range of.Fields() {
			expectPlain(t, f.Type, path+"."+f.Name)
		}
	default: // numbers, texts
	}
	if of.Implements(reflect.TypeFor[interface{ GoString() string }]()) {
		t.Errorf("%s prints as it likes", path)
	}
}
