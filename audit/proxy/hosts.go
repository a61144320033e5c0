package proxy

import (
	"cmp"
	"context"
	"fmt"
	"net/netip"
	"slices"
	"sync"
)

// Host is what the browser wanted of a host, pages and workers alike. It holds no
// paths, queries or headers. A tunnel counts once, whatever went through it.
type Host struct {
	Name     string
	Asked    int
	Refused  int
	Received int64
	Sent     int64
	Err      error // why it was refused, cut or not reached the last time: ErrForbidden, ErrTooLong, a *net.OpError
}

// Hosts are the hosts that were asked for, by name.
func (p *Proxy) Hosts() []Host {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := make([]Host, 0, len(p.hosts))
	for _, s := range p.hosts {
		out = append(out, s.Host)
	}
	slices.SortFunc(out, func(a, b Host) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

// site is a host with its addresses, which stay what they were at first: a name
// that changes its address in the middle of an audit changes nothing here.
type site struct {
	Host // guarded by Proxy.mu

	looking sync.Mutex
	pinned  []netip.Addr
}

// ask notes that a host was asked for.
func (p *Proxy) ask(host string) (*site, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s, ok := p.hosts[host]
	if !ok && len(p.hosts) >= maxHosts {
		return nil, fmt.Errorf("%w: too many hosts", ErrForbidden)
	}
	if !ok {
		s = &site{Host: Host{Name: host}}
		p.hosts[host] = s
	}
	s.Asked++
	return s, nil
}

func (p *Proxy) siteOf(host string) (*site, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s, ok := p.hosts[host]
	return s, ok
}

func (p *Proxy) note(s *site, write func(*Host)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	write(&s.Host)
}

// addresses looks the host up once. What failed is tried again: it pinned nothing.
func (p *Proxy) addresses(s *site) ([]netip.Addr, error) {
	s.looking.Lock()
	defer s.looking.Unlock()
	if a, err := netip.ParseAddr(s.Name); err == nil {
		return []netip.Addr{a}, nil
	}
	if s.pinned != nil {
		return s.pinned, nil
	}
	ctx, cancel := context.WithTimeout(p.ctx, resolveTime)
	defer cancel()
	found, err := p.settings.Resolve(ctx, s.Name)
	if err == nil && len(found) > 0 {
		s.pinned = slices.Clone(found)
	}
	return s.pinned, err
}
