package throttle

import "time"

// Limit says how often something may be tried: Free times at once, then with
// waits that double from First to Max. Memory is how long it takes until all
// free attempts have come back.
type Limit struct {
	Name               string
	Free               int64
	First, Max, Memory time.Duration
}

// NewLimit makes a limit; the arguments are the fields in their order.
func NewLimit(name string, free int64, first, limit, memory time.Duration) Limit {
	return Limit{Name: name, Free: free, First: first, Max: limit, Memory: memory}
}

// wait returns how long to wait after that many attempts.
func (l Limit) wait(count int64) time.Duration {
	wait := l.First
	for range count - l.Free {
		if wait *= 2; wait >= l.Max {
			return l.Max
		}
	}
	if count < l.Free {
		return 0
	}
	return wait
}

// remembered returns what is left of a count after some time: the free attempts
// come back in Memory, one by one, however busy it is. A count that stands for
// the longest wait does not grow.
func (l Limit) remembered(count int64, passed time.Duration) int64 {
	if passed > l.Memory {
		return 0
	}
	limit := l.Free
	for wait := l.First; wait < l.Max; wait *= 2 {
		limit++
	}
	back := int64(passed) / (int64(l.Memory) / l.Free)
	return max(min(count, limit)-back, 0)
}
