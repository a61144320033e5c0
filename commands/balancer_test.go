package commands

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"sync/atomic"
	"testing"
	"time"
)

// balancer is a proxy in front of servers, as a load balancer is: it asks each whether it is ready,
// and sends visitors only there.
type balancer struct {
	servers []*server
	healthy []atomic.Bool
	turn    atomic.Int64
	front   *httptest.Server
}

func newBalancer(t *testing.T) *balancer {
	b := &balancer{}
	b.front = httptest.NewServer(&httputil.ReverseProxy{Rewrite: b.choose})
	t.Cleanup(b.front.Close)
	return b
}

// host is by which visitors know the site.
func (b *balancer) host() string { return b.front.Listener.Addr().String() }

// serve sends visitors to the servers until the test ends.
func (b *balancer) serve(t *testing.T, servers ...*server) {
	b.servers, b.healthy = servers, make([]atomic.Bool, len(servers))
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	for i := range servers {
		go b.watch(ctx, i)
	}
}

func (b *balancer) watch(ctx context.Context, i int) {
	for ctx.Err() == nil {
		status, _ := get(b.servers[i].address + "/readyz")
		b.healthy[i].Store(status == http.StatusOK)
		time.Sleep(50 * time.Millisecond)
	}
}

// choose takes the healthy ones in turn, and where none is, any.
func (b *balancer) choose(r *httputil.ProxyRequest) {
	n := int(b.turn.Add(1))
	at := n % len(b.servers)
	for i := range b.servers {
		if next := (n + i) % len(b.servers); b.healthy[next].Load() {
			at = next
			break
		}
	}
	r.Out.URL.Scheme, r.Out.URL.Host = "http", b.servers[at].address
	r.Out.Host = r.In.Host
	r.SetXForwarded()
}
