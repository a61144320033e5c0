package proxy

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"syscall"
)

var errNoAnswer = errors.New("nobody answered")

// dial is the only way out. It connects to the first address of the target that
// it may, and reads at most max bytes from there.
func (p *Proxy) dial(ctx context.Context, t target, max int64) (net.Conn, error) {
	s, ok := p.siteOf(t.host)
	if !ok || p.denied(t.host) {
		return nil, p.refuse(s, "its host is denied")
	}
	ctx, cancel := context.WithTimeout(ctx, connectTime)
	defer cancel()
	defer context.AfterFunc(p.ctx, cancel)()
	addresses, err := p.permitted(s, t)
	if err != nil {
		return nil, err
	}
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	plain, err := p.first(ctx, t, addresses)
	if err != nil {
		<-p.slots
		return nil, p.unreached(s, err)
	}
	return p.metered(plain, s, max), nil
}

// permitted are the addresses of the target that may be called.
func (p *Proxy) permitted(s *site, t target) ([]netip.Addr, error) {
	found, err := p.addresses(s)
	if err != nil {
		return nil, p.unreached(s, err)
	}
	var good []netip.Addr
	for _, a := range found {
		if a = a.Unmap(); p.permits(t, a) {
			good = append(good, a)
		}
	}
	if len(found) > 0 && len(good) == 0 {
		return nil, p.refuse(s, "its address or port is not open to it")
	}
	return good, nil
}

func (p *Proxy) refuse(s *site, why string) error {
	err := fmt.Errorf("%w: %s", ErrForbidden, why)
	if s != nil {
		p.note(s, func(h *Host) { h.Refused++; h.Err = err })
	}
	return err
}

// unreached keeps why nobody answered.
func (p *Proxy) unreached(s *site, err error) error {
	p.note(s, func(h *Host) { h.Err = err })
	return err
}

// first connects to the first address that answers.
func (p *Proxy) first(ctx context.Context, t target, addresses []netip.Addr) (net.Conn, error) {
	if real, ok := p.settings.Dial[t.host]; ok {
		return new(net.Dialer).DialContext(ctx, "tcp", real)
	}
	err := errNoAnswer
	for i, a := range addresses {
		each, cancel := shareOf(ctx, len(addresses)-i)
		var c net.Conn
		c, err = p.dialer(t).DialContext(each, "tcp", netip.AddrPortFrom(a, t.port).String())
		cancel()
		if err == nil {
			return c, nil
		}
	}
	return nil, err
}

// dialer looks at the address once more, at the last moment: what the socket is
// about to be connected to.
func (p *Proxy) dialer(t target) *net.Dialer {
	return &net.Dialer{Control: func(_, address string, _ syscall.RawConn) error {
		real, err := netip.ParseAddrPort(address)
		if err != nil || !p.permits(target{t.host, real.Port()}, real.Addr().Unmap()) {
			return ErrForbidden
		}
		return nil
	}}
}
