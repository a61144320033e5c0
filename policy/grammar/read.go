package grammar

import (
	"crypto/sha256"
	"slices"

	"github.com/prokken/prokken/policy/grammar/discourse"
	"github.com/prokken/prokken/policy/memo"
)

// readings are the sentences that were read before: what one states depends on its words and its
// context alone, and the same ones are read for every page of the editor.
var readings memo.Memo[question, answer]

// question is a sentence in its context, told by its hash.
type question struct {
	sentence string
	context  [sha256.Size]byte
}

type answer struct {
	reading Reading
	err     error
}

// maxRemembered is how many bytes a sentence may have that is remembered.
const maxRemembered = 1000

// Read returns what the sentence states in its context. The sentence is plain text without
// Markdown. The error is a [token.Refused].
func Read(sentence string, c discourse.Context) (Reading, error) {
	if len(sentence) > maxRemembered {
		return read(sentence, c)
	}
	found := readings.Ask(question{sentence, c.Hash()}, func() answer {
		r, err := read(sentence, c)
		return answer{r, err}
	})
	return found.reading.clone(), found.err
}

// clone returns a reading with lists of its own.
func (r Reading) clone() Reading {
	r.Says, r.About, r.Undeclared = slices.Clone(r.Says), slices.Clone(r.About), slices.Clone(r.Undeclared)
	return r
}
