// Package proxy is the one door through which the audit's browser reaches the
// world: an HTTP proxy on this machine that lets it speak to public addresses
// alone, and to what the caller allows. A page that tries to reach the network
// behind the audit meets a 403. Start reading at [New]; the rule about addresses
// is in address.go, the one place that connects is dial.go.
//
// Anyone on this machine can use the proxy while it runs; it reaches no more for
// them than for the browser.
package proxy

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
)

// Why something was refused or cut.
var (
	ErrForbidden = errors.New("the audit does not go there")
	ErrExhausted = errors.New("the audit has moved as many bytes as it may")
	ErrTooLong   = errors.New("the answer is longer than the audit reads")
)

// Proxy is a running proxy.
type Proxy struct {
	settings Settings
	allowed  []grant
	address  netip.AddrPort
	server   *http.Server
	forward  *httputil.ReverseProxy
	slots    chan struct{} // one for each connection to the world

	ctx context.Context // ends with Close, and when the bytes are used up
	cut context.CancelFunc

	mu      sync.Mutex
	hosts   map[string]*site
	closed  bool
	running sync.WaitGroup

	moved     atomic.Int64
	exhausted atomic.Bool
}

// New starts a proxy on a free port of 127.0.0.1. It fails if an entry of
// Settings.Allow cannot be read.
func New(settings Settings) (*Proxy, error) {
	allowed, err := grants(settings.Allow)
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Proxy{settings: settings.filled(), allowed: allowed, hosts: map[string]*site{}}
	p.address = netip.MustParseAddrPort(listener.Addr().String())
	p.slots = make(chan struct{}, p.settings.MaxConns)
	p.ctx, p.cut = context.WithCancel(context.Background())
	p.forward = p.forwarder()
	p.server = p.serverOf(p.ctx)
	p.running.Go(func() { _ = p.server.Serve(listener) })
	return p, nil
}

// serverOf logs nothing: addresses that pages ask for are not ours to keep.
func (p *Proxy) serverOf(ctx context.Context) *http.Server {
	return &http.Server{
		Handler:           p,
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       p.settings.Idle,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
}

// Address is where the proxy listens, as host:port.
func (p *Proxy) Address() string { return p.address.String() }

// Exhausted reports whether MaxBytes were moved; since then everything is refused.
func (p *Proxy) Exhausted() bool { return p.exhausted.Load() }

// Close ends every request and tunnel at once, and waits until they are gone.
func (p *Proxy) Close() error {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	p.cut()
	err := p.server.Close()
	p.running.Wait()
	return err
}

// begin counts a request as running, unless the proxy is closed.
func (p *Proxy) begin() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.closed {
		p.running.Add(1)
	}
	return !p.closed
}
