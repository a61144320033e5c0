package discourse

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/prokken/prokken/cookie"
)

// Hash tells contexts apart by all that they say, written as in Go.
func (c Context) Hash() [sha256.Size]byte {
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
