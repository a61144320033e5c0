package browser

import (
	"context"
	"sync"
)

// Pool starts browsers and keeps those that are done with a journey for the next one,
// which then has only its profile to make. A browser is used by one journey at a time:
// what it takes of memory is that journey's, and one that is killed takes nobody along.
type Pool struct {
	chromium string // path
	mu       sync.Mutex
	idle     []*process
	closed   bool
}

// NewPool makes a pool of the browser at that path; it starts none yet. Whoever makes
// it has to close it.
func NewPool(chromium string) *Pool { return &Pool{chromium: chromium} }

// maxJourneys is how many journeys a browser is used for: what it holds only grows.
const maxJourneys = 100

// Close ends the browsers that no journey uses. Those in use end when they come back.
func (p *Pool) Close() {
	p.mu.Lock()
	idle := p.idle
	p.idle, p.closed = nil, true
	p.mu.Unlock()
	for _, b := range idle {
		b.stop()
	}
}

// take hands out a browser that runs.
func (p *Pool) take(ctx context.Context) (*process, error) {
	for b := p.pop(); b != nil; b = p.pop() {
		if b.ctx.Err() == nil {
			return b, nil
		}
		b.stop()
	}
	return launch(ctx, p.chromium)
}

func (p *Pool) pop() *process {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.idle) == 0 {
		return nil
	}
	last := p.idle[len(p.idle)-1]
	p.idle = p.idle[:len(p.idle)-1]
	return last
}

// put takes a browser back after a journey. One that may do harm to the next, since it
// hung or was killed, is ended.
func (p *Pool) put(b *process, sound bool) {
	b.journeys++
	p.mu.Lock()
	keep := sound && !p.closed && b.journeys < maxJourneys && b.ctx.Err() == nil
	if keep {
		p.idle = append(p.idle, b)
	}
	p.mu.Unlock()
	if !keep {
		b.stop()
	}
}
