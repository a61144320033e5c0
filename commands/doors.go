package commands

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"github.com/prokken/prokken/certificate"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/handlers"
)

// doors are where visitors come in: the site, and, where the server holds its certificates itself,
// what leads there from plain http. Where the figures have an address of their own, it is one, too.
type doors struct {
	site, plain  net.Listener        // nil: nobody is served
	figures      net.Listener        // nil: they have none
	certificates *certificate.Keeper // nil: the site is served without TLS
}

func openDoors(c config.Config) (*doors, error) {
	d, err := openSiteDoors(c)
	if err != nil {
		return nil, err
	}
	if d.figures, err = listenForFigures(c); err != nil {
		d.Close()
	}
	return d, err
}

// listenForFigures opens the address of the figures; nil where they have none.
func listenForFigures(c config.Config) (net.Listener, error) {
	if c.Metrics.Address == "" {
		return nil, nil //nolint:nilnil // no address, no listener
	}
	return listen("METRICS_ADDRESS", c.Metrics.Address)
}

func openSiteDoors(c config.Config) (*doors, error) {
	if len(c.HTTP.Domains) == 0 {
		site, err := listen("HTTP_ADDRESS", c.HTTP.Address)
		return &doors{site: site}, err
	}
	plain, err := listen("HTTP_REDIRECT_ADDRESS", c.HTTP.RedirectAddress)
	if err != nil {
		return nil, err
	}
	site, err := listen("HTTP_HTTPS_ADDRESS", c.HTTP.HTTPSAddress)
	if err != nil {
		plain.Close()
		return nil, err
	}
	keeper := certificate.Open(certificate.Settings{
		Domains: c.HTTP.Domains, Directory: c.HTTP.ACMEDirectory, Folder: filepath.Join(c.DataDir, "certificates"),
		HTTPPort: portOf(plain), HTTPSPort: portOf(site), Port: publicPort(c.BaseURL),
	})
	return &doors{site: keeper.Secure(site), plain: plain, certificates: keeper}, nil
}

// listen opens an address; variable is what another one is chosen with.
func listen(variable, address string) (net.Listener, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("cannot listen on %s: %w; is it in use? choose another with PROKKEN_%s",
			address, errors.Unwrap(err), variable)
	}
	return listener, nil
}

func portOf(l net.Listener) int { return l.Addr().(*net.TCPAddr).Port }

// publicPort is the port that visitors type; "" where they need not.
func publicPort(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return "" // the configuration is checked
	}
	return u.Port()
}

// serve answers at each of the doors until ctx ends.
func (d *doors) serve(ctx context.Context, site http.Handler) error {
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return handlers.Serve(ctx, d.site, site) })
	if d.certificates != nil {
		group.Go(func() error { return handlers.Serve(ctx, d.plain, d.certificates.Plain()) })
		group.Go(func() error { d.certificates.Run(ctx); return nil })
	}
	return group.Wait()
}

// serveFigures answers at the address of the figures, if they have one, until ctx ends.
func (d *doors) serveFigures(ctx context.Context, figures http.Handler) error {
	if d.figures == nil {
		return nil
	}
	return handlers.Serve(ctx, d.figures, handlers.OnlyMetrics(figures))
}

// Close takes no more connections.
func (d *doors) Close() {
	if d.site != nil {
		d.site.Close()
	}
	if d.figures != nil {
		d.figures.Close()
	}
	if d.certificates != nil {
		d.plain.Close()
		d.certificates.Close()
	}
}
