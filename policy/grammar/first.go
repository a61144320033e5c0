package grammar

import "maps"

// first says with which words a phrase can begin, so that most rules need no trial.
type first struct {
	words map[string]bool
	open  bool // it can begin with any token, or be empty
}

// allows reports whether the phrase can begin with the word.
func (f first) allows(word string) bool { return f.open || f.words[word] }

func (f *first) add(other first) {
	if f.words == nil {
		f.words = map[string]bool{}
	}
	maps.Copy(f.words, other.words)
	f.open = f.open || other.open
}

// firstOf returns with which words the node can begin, and whether it can be empty.
func firstOf(n node) (begins first, empty bool) {
	switch n := n.(type) {
	case word:
		return first{words: map[string]bool{string(n): true}}, false
	case *reference:
		return n.phrase.begins(), false
	case optional:
		begins, _ = firstOf(n.inner)
		return begins, true
	case choice:
		for _, option := range n {
			other, isEmpty := firstOf(option)
			begins.add(other)
			empty = empty || isEmpty
		}
		return begins, empty
	case sequence:
		return firstOfSequence(n)
	}
	return first{open: true}, true
}

func firstOfSequence(parts sequence) (begins first, empty bool) {
	for _, part := range parts {
		other, isEmpty := firstOf(part)
		begins.add(other)
		if !isEmpty {
			return begins, false
		}
	}
	return begins, true
}

// begins returns with which words the phrase can begin.
func (p *phrase) begins() first {
	if p.ready {
		return p.first
	}
	p.ready = true
	p.first.open = p.lexical != nil
	for i := range p.rules {
		r := &p.rules[i]
		begins, empty := firstOf(r.expansion)
		begins.open = begins.open || empty
		r.first = begins
		p.first.add(begins)
	}
	return p.first
}
