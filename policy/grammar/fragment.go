package grammar

import (
	"fmt"
	"sync"

	"github.com/prokken/prokken/policy/claim"
)

// fragment is a part of the grammar: the shared words of one subject, or the sentences of one
// kind of condition.
type fragment struct {
	kind    string // the kind of condition; "" for shared words
	rules   []rule
	lexical []lexical
	// facts returns what a condition of the kind says, one by one: see [Covers].
	facts func(claim.Condition) []fact
}

// fragments are all of them. Each file adds its own.
var fragments []fragment

// register is how a file adds its fragment.
func register(f fragment) bool { //nolint:unparam // a result lets a file add itself in a declaration
	fragments = append(fragments, f)
	return true
}

// compiled is the grammar that all fragments make together.
var compiled = sync.OnceValue(func() map[string]*phrase {
	phrases := map[string]*phrase{}
	for _, f := range fragments {
		for _, r := range f.rules {
			r.expansion = readExpansion(r.form)
			named(phrases, r.phrase).rules = append(named(phrases, r.phrase).rules, r)
		}
		for _, l := range f.lexical {
			named(phrases, l.phrase).lexical = l.means
		}
	}
	link(phrases)
	return phrases
})

func named(phrases map[string]*phrase, name string) *phrase {
	if phrases[name] == nil {
		phrases[name] = &phrase{name: name, number: len(phrases)}
	}
	return phrases[name]
}

// link leads every reference to its phrase. A name that no rule has is a mistake in the program:
// it panics.
func link(phrases map[string]*phrase) {
	for _, p := range phrases {
		for _, r := range p.rules {
			r.expansion.walk(func(n node) {
				to, isReference := n.(*reference)
				if isReference && phrases[to.name] == nil {
					panic(fmt.Sprintf("grammar: <%s> in %q is not defined", to.name, r.form))
				} else if isReference {
					to.phrase = phrases[to.name]
				}
			})
		}
	}
	for _, p := range phrases {
		p.begins()
	}
}

// Vocabulary returns every word that the rules spell out. Besides these, a sentence can hold
// names of cookies and of the site, numbers and paths.
func Vocabulary() []string {
	words := map[string]bool{}
	for _, p := range compiled() {
		for _, r := range p.rules {
			r.expansion.walk(func(n node) {
				if w, isWord := n.(word); isWord {
					words[string(w)] = true
				}
			})
		}
	}
	return sortedKeys(words)
}
