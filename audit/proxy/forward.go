package proxy

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
)

// Header marks the answers that are the proxy's own, with what happened: no site
// can send it.
const Header = "Prokken-Proxy"

// ServeHTTP takes what browsers ask of a proxy: GET http://host/... and CONNECT.
// A redirect goes back to the browser, and comes here again as a new request.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !p.begin() {
		return
	}
	defer p.running.Done()
	port := "80"
	if r.Method == http.MethodConnect {
		port = ""
	}
	t, err := targetOf(r.URL, port)
	if err != nil || r.Method != http.MethodConnect && r.URL.Scheme != "http" {
		answer(w, http.StatusBadRequest, "not understood", errTarget)
		return
	}
	p.serve(w, r, t)
}

func (p *Proxy) serve(w http.ResponseWriter, r *http.Request, t target) {
	_, err := p.ask(t.host)
	switch {
	case err != nil:
		p.fail(w, r, err)
	case p.Exhausted():
		p.fail(w, r, ErrExhausted)
	case r.Method == http.MethodConnect:
		p.tunnel(w, r, t)
	default:
		r.URL.Host = t.String()
		p.forward.ServeHTTP(w, r)
	}
}

// forwarder passes requests on as they are. Each has its own connection, so that
// the bounds of one are those of the other.
func (p *Proxy) forwarder() *httputil.ReverseProxy {
	return &httputil.ReverseProxy{
		Rewrite:        func(r *httputil.ProxyRequest) { r.Out.URL.RawQuery = r.In.URL.RawQuery },
		ModifyResponse: func(r *http.Response) error { r.Header.Del(Header); return nil },
		ErrorHandler:   p.fail,
		ErrorLog:       log.New(io.Discard, "", 0),
		Transport: &http.Transport{
			DialContext:            p.dialPlain,
			DisableKeepAlives:      true,
			DisableCompression:     true,
			ResponseHeaderTimeout:  p.settings.FirstByte,
			MaxResponseHeaderBytes: maxHeader,
		},
	}
}

func (p *Proxy) dialPlain(ctx context.Context, _, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	t, err := newTarget(host, port)
	if err != nil {
		return nil, err
	}
	return p.dial(ctx, t, p.settings.MaxResponse)
}

// fail tells the browser why there is no answer.
func (p *Proxy) fail(w http.ResponseWriter, _ *http.Request, err error) {
	switch {
	case p.Exhausted():
		answer(w, http.StatusForbidden, "exhausted", ErrExhausted)
	case errors.Is(err, ErrForbidden):
		answer(w, http.StatusForbidden, "forbidden", err)
	default:
		answer(w, http.StatusBadGateway, "failed", errNoAnswer)
	}
}

func answer(w http.ResponseWriter, status int, what string, err error) {
	w.Header().Set(Header, what)
	http.Error(w, err.Error(), status)
}
