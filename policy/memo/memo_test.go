package memo_test

import (
	"sync"
	"testing"

	"github.com/prokken/prokken/policy/memo"
)

// TestAsk: a question is worked out once, and each has its own answer.
func TestAsk(t *testing.T) {
	var m memo.Memo[int, int]
	asked := 0
	double := func(n int) int {
		return m.Ask(n, func() int { asked++; return 2 * n })
	}
	for _, n := range []int{1, 2, 1, 2, 1} {
		if got := double(n); got != 2*n {
			t.Errorf("%d doubled is %d", n, got)
		}
	}
	if asked != 2 {
		t.Errorf("worked out %d times", asked)
	}
}

// TestLimit: a memo forgets before it grows without end.
func TestLimit(t *testing.T) {
	var m memo.Memo[int, int]
	asked := 0
	find := func() int { asked++; return 0 }
	for n := range 10_000 {
		m.Ask(n, find)
	}
	for n := range 10_000 {
		m.Ask(n, find)
	}
	if asked < 12_000 {
		t.Errorf("of 10,000 answers %d were still there", 20_000-asked)
	}
}

// TestManyAsk: many ask at once, the answers stay their own.
func TestManyAsk(t *testing.T) {
	var m memo.Memo[int, int]
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for n := range 1000 {
				if got := m.Ask(n, func() int { return n }); got != n {
					t.Errorf("%d is answered by %d", n, got)
				}
			}
		})
	}
	all.Wait()
}
