package grammar

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar/discourse"
	"github.com/prokken/prokken/policy/grammar/negation"
	"github.com/prokken/prokken/policy/grammar/token"
)

// Reading is what the grammar makes of a sentence.
type Reading struct {
	// Says are the conditions that the sentence states. All have to hold; there is none in a
	// sentence that the grammar does not know.
	Says []claim.Condition
	// About are the names of the cookies that "these" in the next sentence means.
	About []string
	// Unplaced is the first token that has no place, as it stands in the sentence. It is "" in a
	// recognized sentence, and where a sentence ends too early or "these" means nothing.
	Unplaced string
	// Undeclared are what looks like a cookie's name and is none that the policy declares.
	Undeclared []string

	changesPolicy bool
}

// Recognized reports whether the grammar knows what the sentence states.
func (r Reading) Recognized() bool { return len(r.Says) > 0 }

// Untrue returns why the sentence does not hold; "" if it does, or if nothing is known against a
// sentence that is not recognized.
func (r Reading) Untrue(e claim.Evidence) string {
	if len(r.Undeclared) > 0 {
		return fmt.Sprintf("%s looks like a cookie's name, and no such cookie is declared.", r.Undeclared[0])
	}
	if status, fails := claim.About("", r.Says...).FirstFailure(e); fails {
		return status.Untrue
	}
	return ""
}

// Holds reports whether the sentence is recognized and everything that it states holds.
func (r Reading) Holds(e claim.Evidence) bool { return r.Recognized() && r.Untrue(e) == "" }

// Next returns the context of the sentence behind the one that was read in the context c.
func (r Reading) Next(c discourse.Context) discourse.Context {
	c.Before, c.Unclear, c.ChangesPolicy = r.About, !r.Recognized(), r.changesPolicy
	return c
}

// read is [Read] of a sentence that was not read before.
func read(sentence string, c discourse.Context) (Reading, error) {
	tokens, err := token.Tokens(sentence)
	if err != nil {
		return Reading{}, err
	}
	p := &parser{tokens: tokens, context: c, matches: make([][][]match, len(compiled()))}
	r := Reading{Undeclared: undeclared(tokens, c), changesPolicy: p.covers("policy-change")}
	r.state(p, c.Before)
	if p.isExhausted() {
		r.Says, r.About = nil, nil
	}
	if !r.Recognized() && p.reached < len(tokens) {
		r.Unplaced = tokens[p.reached].Raw
	}
	return r, nil
}

// covers reports whether all tokens can be read as the phrase.
func (p *parser) covers(name string) bool {
	return slices.ContainsFunc(p.whole(name), func(match) bool { return true })
}

// whole returns every way to read all tokens as the phrase, none left over.
func (p *parser) whole(name string) []match {
	found := slices.Clone(p.phrase(compiled()[name], 0))
	return slices.DeleteFunc(found, func(m match) bool {
		p.stop(min(m.end, len(p.tokens)))
		return m.end != len(p.tokens)
	})
}

// state adds what every reading of the sentence states: of several, all have to hold. Where a
// reading speaks of cookies that nobody spoke of before, it is none.
func (r *Reading) state(p *parser, before []string) {
	for _, m := range p.whole("sentence") {
		said, fits := m.value.(clause)(before)
		if !fits || slices.ContainsFunc(said.says, isEmpty) {
			continue
		}
		if !r.Recognized() {
			r.About = said.about
		} else if !slices.Equal(r.About, said.about) {
			r.About = nil
		}
		r.add(said.says)
	}
}

// isEmpty reports whether the condition checks nothing, so that it would hold of anything.
func isEmpty(condition claim.Condition) bool {
	_, isContradiction := condition.(negation.Contradiction)
	return !isContradiction && condition.Problem() != ""
}

func (r *Reading) add(conditions []claim.Condition) {
	for _, condition := range conditions {
		same := func(other claim.Condition) bool { return reflect.DeepEqual(condition, other) }
		if !slices.ContainsFunc(r.Says, same) {
			r.Says = append(r.Says, condition)
		}
	}
}
