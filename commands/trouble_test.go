package commands

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// inTrouble skips the test where nobody asked for trouble: it takes minutes.
func inTrouble(t *testing.T) {
	t.Helper()
	if os.Getenv("PROKKEN_TEST_TROUBLE") == "" {
		t.Skip("PROKKEN_TEST_TROUBLE=1 runs it")
	}
}

// visit is one question to a server, and when it was asked.
type visit struct {
	answered
	path string
	at   time.Time
	took time.Duration
}

// crowd asks a server the same questions again and again.
type crowd struct {
	server  *server
	cookies string
	stop    func()
	mu      sync.Mutex
	visits  []visit
}

// load lets visitors ask for the paths until the crowd is stopped.
func (s *server) load(cookies string, paths ...string) *crowd {
	ctx, cancel := context.WithCancel(context.Background())
	c := &crowd{server: s, cookies: cookies}
	var visitors sync.WaitGroup
	for _, path := range paths {
		visitors.Go(func() {
			for ctx.Err() == nil {
				c.ask(path)
				time.Sleep(10 * time.Millisecond)
			}
		})
	}
	c.stop = sync.OnceFunc(func() { cancel(); visitors.Wait() })
	s.t.Cleanup(c.stop)
	return c
}

func (c *crowd) ask(path string) {
	begun := time.Now()
	v := visit{answered: c.server.ask("GET", path, nil, c.cookies), path: path, at: begun}
	v.took = time.Since(begun)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.visits = append(c.visits, v)
}

// between are the visits that were asked for and answered between two moments.
func (c *crowd) between(from, to time.Time) []visit {
	c.mu.Lock()
	defer c.mu.Unlock()
	var found []visit
	for _, v := range c.visits {
		if !v.at.Before(from) && v.at.Add(v.took).Before(to) {
			found = append(found, v)
		}
	}
	return found
}

// tally counts the statuses of each path, as in "/pricing 200: 31".
func tally(visits []visit) string {
	counts := map[string]int{}
	for _, v := range visits {
		counts[fmt.Sprintf("%s %d", v.path, v.status)]++
	}
	var lines []string
	for what, n := range counts {
		lines = append(lines, fmt.Sprintf("%s: %d", what, n))
	}
	slices.Sort(lines)
	return strings.Join(lines, ", ")
}

// slowest is how long all but one in a hundred took at most.
func slowest(visits []visit) time.Duration {
	var took []time.Duration
	for _, v := range visits {
		took = append(took, v.took)
	}
	if len(took) == 0 {
		return 0
	}
	slices.Sort(took)
	return took[len(took)*99/100]
}

// must fails unless all answers of the path have the status.
func must(t *testing.T, when string, visits []visit, path string, status int) {
	t.Helper()
	n := 0
	for _, v := range visits {
		if v.path != path {
			continue
		}
		if n++; v.status != status {
			t.Errorf("%s: %s answers %d %v %.200s", when, path, v.status, v.err, v.body)
			return
		}
	}
	if n == 0 {
		t.Errorf("%s: nobody asked for %s", when, path)
	}
}

// signUp asks for an account, and reports whether it was acknowledged.
func (s *server) signUp(email string) answered {
	return s.ask("POST", "/api/auth/signup", url.Values{"email": {email}, "password": {secretPhrase}}, "")
}
