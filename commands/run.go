package commands

import (
	"context"
	"errors"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/prokken/prokken/announce"
	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/handlers"
	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/site/hosting"
	"github.com/prokken/prokken/site/verification"
)

// duties are what a server does. Whatever they are, it keeps its sight of what others publish
// and audit current.
type duties struct {
	pages bool // it answers visitors
	jobs  bool // it does the work that waits in the database
}

// run is the wiring: it opens every part of the server after those that it needs,
// runs those that its duties need until ctx ends, and closes the parts in the opposite order.
func run(ctx context.Context, i Invocation, c config.Config, doors *doors, duties duties) error {
	starting, i := i.beginServer("Bringing the database up to this program")
	defer starting.end()
	requestLog := openLog(c, i.errors)
	defer requestLog.Close()
	db, err := openDatabaseWithin(ctx, c, databasePatience)
	if err != nil {
		return err
	}
	defer db.Close()
	keys, err := openKeys(c)
	if err != nil {
		return err
	}
	static, err := i.folder("static")
	if err != nil {
		return err
	}
	queue, err := jobs.NewQueue(db)
	if err != nil {
		return err
	}

	starting.now("Reading the policies")
	registry, err := i.openSites(ctx, c, db, keys, queue)
	if err != nil {
		return err
	}
	own := registry.Own()
	mint := cookie.NewMint(own, strings.HasPrefix(c.BaseURL, "https://"))
	sales, stripe, err := i.openBilling(c, db, keys, queue, duties.pages)
	if err != nil {
		return err
	}
	defer stripe.Close()
	hasher, workers := openHasher(c.Auth.ConcurrentHashes)
	defer workers.Close()
	accounts := auth.New(db, keys, auth.Settings{
		Issuer: c.BaseURL, SiteName: c.Site.Name, AbsoluteLimit: c.Auth.AbsoluteLimit,
		Hasher: hasher, Lifetimes: mint,
		Mailer: queue, Tasks: queue, Invoices: invoices{sales},
	})
	notices := announce.New(db, announce.Settings{
		Sites: registry, Keys: keys, Counter: accounts, Asked: queue, Mailer: queue, Notices: queue, Resumed: queue,
	})
	auditor := auditAccount{db: db, accounts: accounts, own: own, sales: sales}
	customers, err := i.openUpkeep(c, db, registry, keys, queue)
	if err != nil {
		return err
	}
	audits := schedule.New(db, schedule.Settings{
		Site: own.SiteID(), BaseURL: c.BaseURL, Every: c.Audit.Every, Pages: c.Audit.Pages, Private: c.Audit.AllowPrivate,
		Chromium: chromium(), Queue: queue, Mailer: queue, Accounts: auditor, Cleaner: auditor,
		Customers: customers,
	})
	defer audits.Close()
	hosted := hosting.New(db, hosting.Settings{
		Sites: registry, Plans: sales, Auditor: audits, Settler: customers, Private: c.Audit.AllowPrivate,
		Mailer: queue, Grace: days(c.Billing.GraceDays), Secrets: keys,
		Verifier: verification.New(verification.Settings{Private: c.Audit.AllowPrivate}),
	})
	figures := openMetrics(db, own.SiteID(), hasher)

	site, err := handlers.New(handlers.Parts{
		Config: c, DB: db, Sites: registry, Keys: keys, Auth: accounts, Announce: notices, Billing: sales,
		Queue: queue, Emulator: stripe.Handler(), Mint: mint, Static: static, Audits: audits,
		Hosting: hosted, Upkeep: customers, Judge: customers,
		Counter: figures, Metrics: figures.Handler(), RequestLog: requestLog,
	})
	if err != nil {
		return err
	}
	source, err := backupSource(c, db)
	if err != nil {
		return err
	}
	work := worker{
		c: c, db: db, keys: keys, accounts: accounts, notices: notices, sales: sales, audits: audits, sites: registry,
		hosted: hosted, customers: customers,
		backups: keeper(c, source), figures: figures,
	}

	handler := site.Handler()
	starting.end()
	told := ctx
	group, ctx := errgroup.WithContext(ctx)
	serving := drained(ctx, site, c.HTTP.Drain)
	if duties.pages {
		group.Go(func() error { return doors.serve(serving, handler) })
		group.Go(func() error { return warm(ctx, site) })
	}
	if duties.jobs {
		group.Go(func() error { return jobs.Run(ctx, db, work.jobs()) })
	}
	group.Go(func() error { return doors.serveFigures(serving, figures.Handler()) })
	group.Go(func() error { return registry.Watch(ctx) })
	group.Go(func() error { return audits.Watch(ctx) })
	group.Go(func() error { notify(ctx, handler); return nil })
	// What no visitor needs comes after the first answer.
	group.Go(func() error { return i.greet(ctx, c, db, accounts, own, duties) })
	group.Go(func() error { return stripe.Resume() })
	group.Go(func() error { resealSecrets(ctx, accounts); return nil })
	err = group.Wait()
	if told.Err() != nil && errors.Is(err, context.Canceled) {
		return nil // what was under way when the server was told to stop
	}
	return err
}
