package browser

import (
	"fmt"
	"time"
)

// memoryPause is how often the memory of a browser is looked at.
const memoryPause = 2 * time.Second

// LimitMemory ends a browser that holds too much memory. What it returns stops the
// watching and tells whether that happened.
func (t *Tab) LimitMemory() func() string {
	if t.Limits.Memory == 0 {
		return func() string { return "" }
	}
	done, reason := make(chan struct{}), make(chan string, 1)
	go func() {
		for {
			select {
			case <-done:
				reason <- ""
				return
			case <-time.After(memoryPause):
				if holdsMore(t.folder, t.Limits.Memory) {
					t.kill()
					<-done
					reason <- fmt.Sprintf("The pages took more than %d MB of memory, so the browser was ended.", t.Limits.Memory>>20)
					return
				}
			}
		}
	}()
	return func() string { close(done); return <-reason }
}
