package throttle

import (
	"testing"
	"time"
)

// TestWaits: the free attempts wait for nothing, the next ones twice as long each
// time, and none longer than the longest.
func TestWaits(t *testing.T) {
	l := NewLimit("test", 3, time.Second, 5*time.Second, time.Hour)
	for count, want := range map[int64]time.Duration{
		1: 0, 2: 0, 3: time.Second, 4: 2 * time.Second, 5: 4 * time.Second, 6: 5 * time.Second, 1000: 5 * time.Second,
	} {
		if got := l.wait(count); got != want {
			t.Errorf("after %d: %s, want %s", count, got, want)
		}
	}
}

// TestRemembered: free attempts come back one by one, and a count past the longest
// wait is not remembered.
func TestRemembered(t *testing.T) {
	l := NewLimit("test", 3, time.Second, 4*time.Second, time.Hour)
	for name, tt := range map[string]struct {
		count  int64
		passed time.Duration
		want   int64
	}{
		"at once":              {2, 0, 2},
		"one came back":        {2, 20 * time.Minute, 1},
		"not below none":       {1, 50 * time.Minute, 0},
		"longer than memory":   {100, time.Hour + 1, 0},
		"past the longest":     {100, 0, 5},
		"past it, after a bit": {100, 20 * time.Minute, 4},
	} {
		if got := l.remembered(tt.count, tt.passed); got != tt.want {
			t.Errorf("%s: %d, want %d", name, got, tt.want)
		}
	}
}
