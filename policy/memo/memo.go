// Package memo remembers what pure functions returned: the same sentences are read again for
// every question about a document. Start reading at [Memo].
package memo

import "sync"

// limit is how many answers one memo holds at most; then it starts again with none.
const limit = 4096

// Memo remembers answers by what was asked. The zero value is ready, and many goroutines may use
// it at once. Whoever gets an answer shares it with all others and never changes it.
type Memo[Question comparable, Answer any] struct {
	mu    sync.Mutex
	known map[Question]Answer
}

// Ask returns the answer to the question, which find works out if it is not known.
func (m *Memo[Question, Answer]) Ask(q Question, find func() Answer) Answer {
	if answer, isKnown := m.find(q); isKnown {
		return answer
	}
	answer := find()
	m.keep(q, answer)
	return answer
}

func (m *Memo[Question, Answer]) find(q Question) (Answer, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	answer, isKnown := m.known[q]
	return answer, isKnown
}

func (m *Memo[Question, Answer]) keep(q Question, answer Answer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil || len(m.known) >= limit {
		m.known = map[Question]Answer{}
	}
	m.known[q] = answer
}
