package browser

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"
)

// Pool starts browsers and keeps those that are done with a journey for the next one,
// which then has only its profile to make. A browser is used by one journey at a time,
// unless they share it: what it takes of memory is that journey's, and one that is killed
// takes nobody along.
type Pool struct {
	PoolOptions
	chromium string // path
	version  func() string
	starting sync.Mutex // held while journeys that share a browser have it started
	mu       sync.Mutex
	all      []*process
	closed   bool
}

// PoolOptions say how the browsers of a pool run.
type PoolOptions struct {
	LowPriority bool          // all else on the machine comes first, as where a site is served
	Shared      bool          // journeys use one browser side by side, as tests do
	Patience    time.Duration // how long a browser may take to start, and a profile to go; 0: the usual
	Idle        time.Duration // for how long a browser that nobody uses is kept; 0: until the pool is closed
}

// NewPool makes a pool of the browser at that path; it starts none yet. Whoever makes
// it has to close it.
func NewPool(chromium string, options PoolOptions) *Pool {
	return &Pool{PoolOptions: options, chromium: chromium, version: (&versions{path: chromium}).now}
}

func (p *Pool) startTime() time.Duration { return cmp.Or(p.Patience, startTime) }
func (p *Pool) closeTime() time.Duration { return cmp.Or(p.Patience, closeTime) }

// maxJourneys is how many journeys a browser is used for: what it holds only grows.
const maxJourneys = 100

// Close ends the browsers that no journey uses. Those in use end when they come back.
func (p *Pool) Close() {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	p.clear()
}

// clear ends the browsers that nobody uses and nobody will.
func (p *Pool) clear() {
	p.mu.Lock()
	var done []*process
	p.all = slices.DeleteFunc(p.all, func(b *process) bool {
		isDone := b.users == 0 && (b.retired || p.closed || p.isIdle(b) || b.ctx.Err() != nil)
		if isDone {
			done = append(done, b)
		}
		return isDone
	})
	p.mu.Unlock()
	for _, b := range done {
		b.stop()
	}
}

// isIdle reports whether the browser was kept for as long as one is. It is called with the lock
// of the pool.
func (p *Pool) isIdle(b *process) bool { return p.Idle > 0 && time.Since(b.used) >= p.Idle }

// take hands out a browser that runs and introduces itself so.
func (p *Pool) take(ctx context.Context, asVisitor bool) (*process, error) {
	if p.Shared {
		p.starting.Lock()
		defer p.starting.Unlock()
	}
	p.clear()
	if b := p.ready(asVisitor); b != nil {
		return b, nil
	}
	b, err := p.launch(ctx, identity{asVisitor, p.version()})
	if err != nil {
		return nil, err
	}
	b.users = 1
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all = append(p.all, b)
	return b, nil
}

// ready is a browser that can be used for another journey; nil if there is none.
func (p *Pool) ready(asVisitor bool) *process {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, b := range p.all {
		if b.asVisitor == asVisitor && !b.retired && b.ctx.Err() == nil && (p.Shared || b.users == 0) {
			b.users++
			return b
		}
	}
	return nil
}

// put takes a browser back after a journey. One that may do harm to the next, since it
// hung or was killed, gets no other.
func (p *Pool) put(b *process, sound bool) {
	p.mu.Lock()
	b.users, b.journeys = b.users-1, b.journeys+1
	b.retired = b.retired || !sound || b.journeys >= maxJourneys
	b.used = time.Now()
	p.mu.Unlock()
	p.clear()
	if p.Idle > 0 {
		time.AfterFunc(p.Idle, p.clear)
	}
}
