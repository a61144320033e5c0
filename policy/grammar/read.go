package grammar

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/prokken/prokken/cookie"
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
// Markdown. The error is a [Refused].
func Read(sentence string, c Context) (Reading, error) {
	if len(sentence) > maxRemembered {
		return read(sentence, c)
	}
	found := readings.Ask(question{sentence, c.hash()}, func() answer {
		r, err := read(sentence, c)
		return answer{r, err}
	})
	return found.reading.clone(), found.err
}

// hash tells contexts apart by all that they say, written as in Go.
func (c Context) hash() [sha256.Size]byte {
	cookies := hashOf(c.Declared)
	c.Declared = nil
	return sha256.Sum256(fmt.Appendf(cookies[:], "%#v", c))
}

// hashed are declarations with their hash. They are the same for every sentence of a document.
type hashed struct {
	cookies []cookie.Declaration
	hash    [sha256.Size]byte
}

var lastHashed atomic.Pointer[hashed]

func hashOf(cookies []cookie.Declaration) [sha256.Size]byte {
	last := lastHashed.Load()
	if last == nil || !slices.Equal(last.cookies, cookies) {
		last = &hashed{slices.Clone(cookies), sha256.Sum256(fmt.Appendf(nil, "%#v", cookies))}
		lastHashed.Store(last)
	}
	return last.hash
}

// clone returns a reading with lists of its own.
func (r Reading) clone() Reading {
	r.Says, r.About, r.Undeclared = slices.Clone(r.Says), slices.Clone(r.About), slices.Clone(r.Undeclared)
	return r
}
