package proxy

import (
	"context"
	"io"
	"net"
	"net/http"
	"sync"
)

// tunnel joins the browser with the target until one of them ends, or the proxy.
func (p *Proxy) tunnel(w http.ResponseWriter, r *http.Request, t target) {
	far, err := p.dial(r.Context(), t, p.settings.MaxTunnel)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	defer shut(far)
	near, early, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer shut(near)
	defer context.AfterFunc(p.ctx, func() { shut(near) })()
	if _, err := io.WriteString(near, "HTTP/1.1 200 Connection established\r\n\r\n"); err == nil {
		join(near, early, far)
	}
}

// join copies both ways; early is near with what was read ahead of it.
func join(near net.Conn, early io.Reader, far net.Conn) {
	var up sync.WaitGroup
	up.Go(func() {
		_, _ = io.Copy(far, early)
		shut(far)
	})
	_, _ = io.Copy(near, far)
	shut(near)
	shut(far)
	up.Wait()
}

func shut(c net.Conn) { _ = c.Close() }
