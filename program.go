package main

import (
	"context"
	"io/fs"
	"strings"

	"github.com/google/uuid"

	"github.com/prokken/prokken/announce"
	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/handlers"
	"github.com/prokken/prokken/jobs"
)

// program is everything that a running server is made of.
type program struct {
	handlers.Parts
	emulator *emulator.Emulator // nil where Stripe is real
}

// openProgram opens each part after those that it needs.
func openProgram(ctx context.Context, c config.Config) (*program, error) {
	db, err := openDatabase(ctx, c)
	if err != nil {
		return nil, err
	}
	p := &program{Parts: handlers.Parts{Config: c, DB: db}}
	for _, open := range []func(context.Context) error{p.openBasics, p.openPolicies, p.openSales, p.openPeople} {
		if err := open(ctx); err != nil {
			p.close()
			return nil, err
		}
	}
	return p, nil
}

// close is for the end of the program: there is nobody left to tell.
func (p *program) close() {
	if p.emulator != nil {
		_ = p.emulator.Close()
	}
	_ = p.DB.Close()
}

func (p *program) openBasics(context.Context) (err error) {
	if p.Keys, err = openKeys(p.Config); err != nil {
		return err
	}
	if p.Static, err = fs.Sub(files, "static"); err != nil {
		return err
	}
	p.Queue, err = jobs.NewQueue(p.DB)
	return err
}

func (p *program) openPolicies(ctx context.Context) (err error) {
	if p.Library, err = openLibrary(ctx, p.DB, p.Config, p.Keys); err != nil {
		return err
	}
	p.Mint = cookie.NewMint(p.Library.Cookies, strings.HasPrefix(p.Config.BaseURL, "https://"))
	return nil
}

func (p *program) openSales(context.Context) (err error) {
	p.Billing, p.emulator, err = openBilling(p.Config, p.DB, p.Queue)
	if p.emulator != nil { // an interface that holds a nil pointer is not nil
		p.Emulator = p.emulator
	}
	return err
}

func (p *program) openPeople(context.Context) error {
	p.Auth = auth.New(p.DB, p.Keys, auth.Settings{
		Issuer: p.Config.BaseURL, SiteName: p.Config.Site.Name, AbsoluteLimit: p.Config.Auth.AbsoluteLimit,
		Hashes: auth.MakeRoom(p.Config.Auth.ConcurrentHashes), Lifetime: p.Mint.Lifetime, Send: p.Queue.SendMail, Task: p.Queue.AccountTask,
		Invoices: func(ctx context.Context, userID uuid.UUID) (any, error) { return p.Billing.Invoices(ctx, userID) },
	})
	p.Announce = announce.New(p.DB, announce.Settings{
		Library: p.Library, Keys: p.Keys, Count: p.Auth.CountSubscription, Ask: p.Queue.Subscribe, Send: p.Queue.SendMail,
		SendMany: p.Queue.SendNotices, Resume: p.Queue.ResumeAnnouncement,
	})
	p.Audits = openAudits(p.Config, p.DB, p.Queue, p.Auth, p.Library, p.Billing)
	return nil
}
