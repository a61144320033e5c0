package grammar

import (
	"github.com/prokken/prokken/policy/grammar/discourse"
	"github.com/prokken/prokken/policy/grammar/token"
)

// rule is one way to say a phrase, and what it means then.
type rule struct {
	phrase string // what it is a way to say: "clause"
	form   string // in the notation of an expansion
	// means returns the meaning; nil where the form says nothing in this context, so that the
	// rule does not apply. A rule without it means what the only phrase inside it means.
	means func(values) any

	expansion node
	first     first
}

// value returns what the rule means.
func (r *rule) value(v values) any {
	switch {
	case r.means != nil:
		return r.means(v)
	case v.seen != nil && v.seen.before == nil:
		return v.seen.value
	}
	return nothing{}
}

// nothing is the meaning of words that say nothing by themselves, as "currently".
type nothing struct{}

// lexical is a phrase of one token from outside the grammar: a declared cookie's name, a number.
type lexical struct {
	phrase string
	means  func(token.Token, discourse.Context) any // nil if the token is none
}

// phrase is everything that can be said under a name.
type phrase struct {
	name    string
	number  int // its place in the parser's table
	rules   []rule
	lexical func(token.Token, discourse.Context) any
	first   first
	ready   bool
}

// values are the meanings of the phrases inside a form, and the context of the sentence.
type values struct {
	context discourse.Context
	seen    *capture
}

// has reports whether a phrase of that name is in the form that was said.
func (v values) has(name string) bool {
	for c := v.seen; c != nil; c = c.before {
		if c.name == name {
			return true
		}
	}
	return false
}

// last returns the meaning of the last phrase of that name; the zero value if there is none.
func last[T any](v values, name string) (value T) {
	for c := v.seen; c != nil; c = c.before {
		if c.name == name {
			value, _ = c.value.(T)
			return value
		}
	}
	return value
}

// all returns the meanings of all phrases of that name, in their order.
func all[T any](v values, name string) []T {
	var found []T
	for c := v.seen; c != nil; c = c.before {
		if value, fits := c.value.(T); fits && c.name == name {
			found = append([]T{value}, found...)
		}
	}
	return found
}

// say returns a rule with a meaning.
func say(phrase, form string, means func(values) any) rule {
	return rule{phrase: phrase, form: form, means: means}
}

// words returns a rule without a meaning of its own: different words for one thing, or words
// that change nothing where they stand. Each such list is reviewed for the places it is used in.
func words(phrase, form string) rule { return rule{phrase: phrase, form: form} }

// meaning returns a rule that always means the same.
func meaning(phrase, form string, value any) rule {
	return say(phrase, form, func(values) any { return value })
}
