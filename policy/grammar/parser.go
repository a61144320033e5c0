package grammar

import (
	"github.com/prokken/prokken/policy/grammar/discourse"
	"github.com/prokken/prokken/policy/grammar/token"
)

// parser finds every way to read a sentence. It keeps what each phrase matched at each place, so
// that no phrase is tried twice at one place.
type parser struct {
	tokens  []token.Token
	context discourse.Context
	matches [][][]match // by phrase and place; nil if not tried yet
	reached int         // the farthest token that had no place
	steps   int         // how many matches were found so far
}

// maxSteps is how many matches one sentence may have. Sentences of the shipped policy have some
// hundred; one with many more was made to keep the program busy, and is not read.
const maxSteps = 20_000

// isExhausted reports whether the sentence has too many readings.
func (p *parser) isExhausted() bool { return p.steps > maxSteps }

// match is one way to read tokens as a phrase: the place behind them and what they mean.
type match struct {
	end   int
	value any
}

// capture is the meaning of a phrase inside an expansion, and those before it.
type capture struct {
	name   string
	value  any
	before *capture
}

// text returns the folded token at the place; "" behind the last.
func (p *parser) text(at int) string {
	if at >= len(p.tokens) {
		return ""
	}
	return p.tokens[at].Text
}

// stop notes that the token at the place could not be placed.
func (p *parser) stop(at int) { p.reached = max(p.reached, at) }

// phrase returns every way to read the tokens from the place on as the phrase.
func (p *parser) phrase(of *phrase, at int) []match {
	if !of.first.allows(p.text(at)) {
		p.stop(at)
		return nil
	}
	tried := p.tried(of)
	if tried[at] != nil {
		return tried[at]
	}
	tried[at] = []match{} // a phrase that begins with itself matches nothing
	found := []match{}
	if of.lexical != nil {
		found = p.lexical(of, at)
	}
	for i := range of.rules {
		found = append(found, p.rule(&of.rules[i], at)...)
	}
	tried[at] = found
	return found
}

// tried returns what the phrase matched at each place so far.
func (p *parser) tried(of *phrase) [][]match {
	if p.matches[of.number] == nil {
		p.matches[of.number] = make([][]match, len(p.tokens)+1)
	}
	return p.matches[of.number]
}

func (p *parser) lexical(of *phrase, at int) []match {
	if at < len(p.tokens) {
		if value := of.lexical(p.tokens[at], p.context); value != nil {
			return []match{{at + 1, value}}
		}
	}
	p.stop(at)
	return nil
}

func (p *parser) rule(r *rule, at int) []match {
	if !r.first.allows(p.text(at)) {
		p.stop(at)
		return nil
	}
	var found []match
	r.expansion.match(p, at, nil, func(end int, seen *capture) {
		p.steps++
		if value := r.value(values{p.context, seen}); value != nil {
			found = append(found, match{end, value})
		}
	})
	return found
}
