package jobs_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/prokken/prokken/mail"
)

// counter remembers what was counted.
type counter struct {
	mu   sync.Mutex
	seen []string
}

func (c *counter) CountJob(kind, outcome string, _ time.Duration) { c.note(kind + " " + outcome) }

func (c *counter) CountMail(outcome string) { c.note("mail " + outcome) }

func (c *counter) note(what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen = append(c.seen, what)
}

func (c *counter) counts(n int) []string {
	for range 600 {
		c.mu.Lock()
		if len(c.seen) >= n {
			defer c.mu.Unlock()
			return slices.Clone(c.seen)
		}
		c.mu.Unlock()
		time.Sleep(100 * time.Millisecond)
	}
	return nil
}

// TestJobsAreCounted: each attempt by how it ended, and each mail by what the mail server said.
func TestJobsAreCounted(t *testing.T) {
	for name, tt := range map[string]struct {
		err  error
		want []string
	}{
		"sent":    {nil, []string{"mail sent", "send_mail done"}},
		"fails":   {errors.New("connection refused"), []string{"mail failed", "send_mail failed"}},
		"refused": {mail.ErrBounced, []string{"mail bounced", "send_mail given_up"}},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, o *world) {
				c, work := &counter{}, o.work()
				if tt.err != nil {
					o.fails.Store(&tt.err)
				}
				work.Counter = c
				stop := o.run(work)
				o.post(ada)
				got := c.counts(2)
				if err := stop(); err != nil {
					t.Error(err)
				}
				if !slices.Equal(got[:min(2, len(got))], tt.want) {
					t.Errorf("%q", got)
				}
			})
		})
	}
}

// TestAPanicIsCounted as a failure.
func TestAPanicIsCounted(t *testing.T) {
	each(t, func(t *testing.T, o *world) {
		c, work := &counter{}, o.work()
		work.Counter, work.Writer = c, writeFunc(func(context.Context, mail.Letter) (mail.Message, error) {
			panic("no letter can be written")
		})
		o.run(work)
		o.post(ada)
		if got := c.counts(1); !slices.Equal(got[:min(1, len(got))], []string{"send_mail failed"}) {
			t.Errorf("%q", got)
		}
	})
}
