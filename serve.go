package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"runtime/debug"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/handlers"
	"github.com/prokken/prokken/jobs"
)

// serve takes the address before it writes anything.
func serve(ctx context.Context, o order) error {
	c, err := load(o.config)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.HTTP.Address)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w; is it in use? choose another with PROKKEN_HTTP_ADDRESS", c.HTTP.Address, errors.Unwrap(err))
	}
	defer listener.Close()
	return run(ctx, c, listener)
}

// run serves and works until ctx ends.
func run(ctx context.Context, c config.Config, listener net.Listener) error {
	p, err := openProgram(ctx, c)
	if err != nil {
		return err
	}
	defer p.close()
	site, err := handlers.New(p.Parts)
	if err != nil {
		return err
	}
	if err := p.Auth.ResealSecrets(ctx); err != nil {
		return err
	}
	if err := p.greet(ctx); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return handlers.Serve(ctx, listener, site.Handler()) })
	group.Go(func() error { return jobs.Run(ctx, p.DB, p.work()) })
	group.Go(func() error { return p.Library.Watch(ctx) })
	group.Go(func() error { return p.Audits.Watch(ctx) })
	group.Go(func() error { return warm(ctx, site) })
	return group.Wait()
}

// warmAfter lets the first visitors go first.
const warmAfter = time.Second

func warm(ctx context.Context, site *handlers.Server) error {
	select {
	case <-ctx.Done():
	case <-time.After(warmAfter):
		site.Warm()
		debug.FreeOSMemory() // the compressors' tables are needed once
	}
	return nil
}

// greet tells where the site is, and how to become its first admin.
func (p *program) greet(ctx context.Context) error {
	token, err := p.Auth.FirstAdminLink(ctx)
	if err != nil {
		return err
	}
	c := p.Config
	fmt.Printf("Prokken (%s)\n  open      %s\n  database  %s\n  policies  %d published\n", c.Environment, c.BaseURL, p.DB.Dialect(), len(p.Library.Shelf().Policies))
	if c.UsesOutbox() {
		fmt.Printf("  mail      %s/dev/mail\n", c.BaseURL)
	}
	if token != "" {
		fmt.Printf("  There is no admin yet. This link makes the first one; it works once, for 24 hours:\n  %s/setup?token=%s\n", c.BaseURL, token)
	}
	return nil
}
