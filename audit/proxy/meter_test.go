package proxy

import (
	"errors"
	"net"
	"testing"
)

// observed is a connection that says what its test wants to know while it is written to.
type observed struct {
	net.Conn
	write func(b []byte) (int, error)
}

func (o observed) Write(b []byte) (int, error) { return o.write(b) }

func meteredOn(t *testing.T, p *Proxy, write func(b []byte) (int, error)) *metered {
	t.Helper()
	near, far := net.Pipe()
	t.Cleanup(func() { far.Close() })
	s, err := p.ask("shop.test")
	if err != nil {
		t.Fatal(err)
	}
	p.slots <- struct{}{}
	c := p.metered(observed{near, write}, s, 1<<20)
	t.Cleanup(func() { c.Close() })
	return c
}

// TestCountedBeforeTheAnswer: an answer can be read while the write is still on its way back.
func TestCountedBeforeTheAnswer(t *testing.T) {
	p := open(t, Settings{})
	var during int64
	c := meteredOn(t, p, func(b []byte) (int, error) {
		during = hostOf(p, "shop.test").Sent
		return len(b), nil
	})
	if n, err := c.Write([]byte("hello")); n != 5 || err != nil {
		t.Error(n, err)
	}
	if after := hostOf(p, "shop.test").Sent; during != 5 || after != 5 {
		t.Errorf("sent %d during the write, %d after it", during, after)
	}
}

// TestCountsWhatLeft: what was not written is not counted.
func TestCountsWhatLeft(t *testing.T) {
	p := open(t, Settings{MaxBytes: 10})
	broken := errors.New("broken")
	c := meteredOn(t, p, func([]byte) (int, error) { return 2, broken })
	if n, err := c.Write([]byte("hello")); n != 2 || !errors.Is(err, broken) {
		t.Error(n, err)
	}
	if n, err := c.Write([]byte("hello, again")); n != 0 || !errors.Is(err, ErrExhausted) || !p.Exhausted() {
		t.Error(n, err)
	}
	if sent := hostOf(p, "shop.test").Sent; sent != 2 {
		t.Errorf("sent %d", sent)
	}
}
