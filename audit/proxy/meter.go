package proxy

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// metered is a connection to the world: counted, bounded, and closed with the
// proxy.
type metered struct {
	net.Conn
	p      *Proxy
	site   *site
	opened time.Time
	left   atomic.Int64 // may still be read
	heard  atomic.Bool  // something was read
	close  func() error
}

// metered takes over the connection and the slot that it holds.
func (p *Proxy) metered(plain net.Conn, s *site, max int64) *metered {
	c := &metered{Conn: plain, p: p, site: s, opened: time.Now()}
	c.left.Store(max)
	stop := context.AfterFunc(p.ctx, func() { _ = plain.Close() })
	c.close = sync.OnceValue(func() error {
		stop()
		<-p.slots
		return plain.Close()
	})
	return c
}

func (c *metered) Close() error { return c.close() }

func (c *metered) Read(b []byte) (int, error) {
	left := c.left.Load()
	if left <= 0 {
		c.note(func(h *Host) { h.Err = ErrTooLong })
		return 0, ErrTooLong
	}
	c.wait()
	n, err := c.Conn.Read(b[:min(int64(len(b)), left)])
	c.left.Add(-int64(n))
	c.heard.Store(c.heard.Load() || n > 0)
	c.note(func(h *Host) { h.Received += int64(n) })
	return n, c.p.spend(n, err)
}

// Write counts the bytes before they leave: whoever has the answer to them finds them
// in the count. Those that did not leave are taken off again.
func (c *metered) Write(b []byte) (int, error) {
	c.note(func(h *Host) { h.Sent += int64(len(b)) })
	if err := c.p.spend(len(b), nil); err != nil {
		c.note(func(h *Host) { h.Sent -= int64(len(b)) })
		return 0, err
	}
	c.wait()
	n, err := c.Conn.Write(b)
	c.note(func(h *Host) { h.Sent -= int64(len(b) - n) })
	return n, err
}

func (c *metered) note(write func(*Host)) { c.p.note(c.site, write) }

// wait gives the other side time: to its first byte from the beginning, then
// from each byte to the next, whichever way that goes.
func (c *metered) wait() {
	until := c.opened.Add(c.p.settings.FirstByte)
	if c.heard.Load() {
		until = time.Now().Add(c.p.settings.Idle)
	}
	_ = c.SetDeadline(until)
}

// spend counts against MaxBytes, and ends everything when they are used up.
func (p *Proxy) spend(n int, err error) error {
	if p.moved.Add(int64(n)) <= p.settings.MaxBytes {
		return err
	}
	p.exhausted.Store(true)
	p.cut()
	return ErrExhausted
}

// shareOf is an equal part of the time that is left, for one of n.
func shareOf(ctx context.Context, n int) (context.Context, context.CancelFunc) {
	end, _ := ctx.Deadline()
	return context.WithTimeout(ctx, time.Until(end)/time.Duration(n))
}
