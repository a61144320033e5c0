// Command prokken serves prokken.com: the platform and its legal pages.
package main

import (
	"context"
	"crypto/rand"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/prokken/prokken/announce"
	"github.com/prokken/prokken/audit/rounds"
	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/handlers"
	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/views"
)

//go:embed config.yaml
var shippedConfig []byte

//go:embed static content
var files embed.FS

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := command(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "prokken:", oneLine(err))
		os.Exit(1)
	}
}

// oneLine: some drivers answer with several.
func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

func migrate(ctx context.Context, o order) error {
	c, err := load(o.config)
	if err != nil {
		return err
	}
	db, err := openDatabase(ctx, c)
	if err != nil {
		return err
	}
	return db.Close()
}

// databaseFile is where SQLite keeps everything.
func databaseFile(c config.Config) string { return filepath.Join(c.DataDir, "prokken.db") }

// openDatabase makes sure of the data folder first: nothing is left half made.
func openDatabase(ctx context.Context, c config.Config) (*models.DB, error) {
	if err := os.MkdirAll(c.DataDir, 0o700); err != nil {
		return nil, fmt.Errorf("cannot use the data folder: %w; choose another with PROKKEN_DATA_DIR", err)
	}
	probe, err := os.CreateTemp(c.DataDir, ".probe-")
	if err != nil {
		return nil, fmt.Errorf("cannot write to the data folder: %w; choose another with PROKKEN_DATA_DIR", err)
	}
	if err := errors.Join(probe.Close(), os.Remove(probe.Name())); err != nil {
		return nil, err
	}
	db, err := models.Open(ctx, c.Database.URL, databaseFile(c))
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

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

// warmAfter lets the first visitors go first.
const warmAfter = time.Second

func run(ctx context.Context, c config.Config, listener net.Listener) error {
	db, err := openDatabase(ctx, c)
	if err != nil {
		return err
	}
	defer db.Close()
	keys, err := openKeys(c)
	if err != nil {
		return err
	}
	library, err := openLibrary(ctx, db, c, keys)
	if err != nil {
		return err
	}
	queue, err := jobs.NewQueue(db)
	if err != nil {
		return err
	}
	mint := cookie.NewMint(library.Cookies, strings.HasPrefix(c.BaseURL, "https://"))
	sales, stand, err := openBilling(c, db, queue)
	if err != nil {
		return err
	}
	accounts := auth.New(db, keys, auth.Settings{
		Issuer: c.BaseURL, SiteName: c.Site.Name, AbsoluteLimit: c.Auth.AbsoluteLimit, Hashes: auth.MakeRoom(c.Auth.ConcurrentHashes),
		Lifetime: mint.Lifetime, Send: queue.SendMail, Task: queue.AccountTask,
		Invoices: func(ctx context.Context, userID uuid.UUID) (any, error) { return sales.Invoices(ctx, userID) },
	})
	audits := openAudits(c, db, queue, accounts, library)
	teller := announce.New(db, announce.Settings{
		Library: library, Keys: keys, Count: accounts.CountSubscription, Ask: queue.Subscribe, Send: queue.SendMail, SendMany: queue.SendNotices,
		Resume: queue.ResumeAnnouncement,
	})
	static, err := fs.Sub(files, "static")
	if err != nil {
		return err
	}
	var standIn http.Handler
	if stand != nil {
		standIn = stand
		defer stand.Close()
	}
	site, err := handlers.New(handlers.Parts{
		Config: c, DB: db, Billing: sales, Queue: queue, Emulator: standIn, Library: library, Keys: keys, Auth: accounts, Announce: teller, Mint: mint, Static: static, Audits: audits,
	})
	if err != nil {
		return err
	}
	if err := accounts.ResealSecrets(ctx); err != nil {
		return err
	}
	if err := greet(ctx, c, db, library, accounts); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return handlers.Serve(ctx, listener, site.Handler()) })
	group.Go(func() error { return jobs.Run(ctx, db, work(c, db, keys, accounts, sales, teller, audits)) })
	group.Go(func() error { return library.Watch(ctx) })
	group.Go(func() error { return audits.Watch(ctx) })
	group.Go(func() error {
		select {
		case <-ctx.Done():
		case <-time.After(warmAfter):
			site.Warm()
			debug.FreeOSMemory() // the compressors' tables are needed once
		}
		return nil
	})
	return group.Wait()
}

// openBilling sells through Stripe, or, where no key is set, through the
// emulator, which the same client reaches over HTTP.
func openBilling(c config.Config, db *models.DB, queue *jobs.Queue) (*billing.Service, *emulator.Emulator, error) {
	settings := billingSettings(c, queue)
	if !c.UsesEmulator() {
		return billing.New(db, settings), nil, nil
	}
	css, err := files.ReadFile("static/site.css")
	if err != nil {
		return nil, nil, err
	}
	settings.SecretKey, settings.WebhookSecret = "sk_test_"+rand.Text(), "whsec_"+rand.Text()
	settings.APIURL = c.BaseURL + emulator.Prefix
	stand, err := emulator.New(filepath.Join(c.DataDir, "stripe-emulator.db"), settings.SecretKey, settings.WebhookSecret,
		c.BaseURL, handlers.AssetAddress("site.css", css))
	if err != nil {
		return nil, nil, err
	}
	settings.Now = stand.Now // its clock can be set forward
	return billing.New(db, settings), stand, nil
}

func billingSettings(c config.Config, queue *jobs.Queue) billing.Settings {
	return billing.Settings{
		Plans: c.Plans, Products: c.Products, SecretKey: c.Stripe.SecretKey, WebhookSecret: c.Stripe.WebhookSecret, BaseURL: c.BaseURL,
		Tax: c.Billing.Tax, TermsConsent: c.Billing.TermsConsent, Grace: time.Duration(c.Billing.GraceDays) * 24 * time.Hour,
		EnqueueSync: queue.SyncCustomer, Send: queue.SendMail,
	}
}

// openLibrary makes a queue of its own: what the command line publishes is told
// of as well.
func openLibrary(ctx context.Context, db *models.DB, c config.Config, keys auth.Keys) (*policy.Library, error) {
	content, err := fs.Sub(files, "content")
	if err != nil {
		return nil, err
	}
	queue, err := jobs.NewQueue(db)
	if err != nil {
		return nil, err
	}
	settings := policy.Settings{
		Zone: c.Site.Zone(), Shipped: content, Signer: policy.NewSigner(keys.PolicyKey()),
		RequireApproval: c.Policy.RequireApproval, Notice: time.Duration(c.Policy.NoticeDays) * 24 * time.Hour,
		Integrations: integrations(c),
		Announce:     queue.AnnounceVersion,
	}
	return policy.Open(ctx, db, settings)
}

func integrations(c config.Config) []policy.Integration {
	var all []policy.Integration
	for _, i := range c.Integrations {
		all = append(all, policy.Integration{Name: i.Name, Category: cookie.Category(i.Category), Script: i.Script, Hosts: i.Hosts})
	}
	return all
}

func openKeys(c config.Config) (auth.Keys, error) {
	secret := c.Auth.Secret
	if secret == "" {
		var err error
		if secret, err = auth.DevelopmentSecret(c.DataDir); err != nil {
			return auth.Keys{}, err
		}
	}
	return auth.NewKeys(secret, c.Auth.PreviousSecrets...)
}

// work is who does the jobs. Without a mail server mails go to the outbox.
func work(c config.Config, db *models.DB, keys auth.Keys, accounts *auth.Service, sales *billing.Service, teller *announce.Service, audits *rounds.Service) jobs.Work {
	send := mail.SMTP(c.Mail)
	if c.UsesOutbox() {
		send = mail.Outbox(db)
	}
	write := func(ctx context.Context, letter mail.Letter) (mail.Message, error) {
		return views.WriteMail(ctx, handlers.SiteOf(c), letter, keys.LetterToken(letter))
	}
	stale := func(ctx context.Context, letter mail.Letter) (bool, error) {
		if stale, err := accounts.IsStale(ctx, letter); err != nil || stale {
			return stale, err
		}
		return teller.IsStale(ctx, letter)
	}
	var auditing func(ctx context.Context, id uuid.UUID) (bool, error)
	if audits.CanAudit() {
		auditing = audits.Run
	}
	return jobs.Work{
		Stale: stale, Write: write, Send: send, Sync: syncWork(sales), Account: accountWork(db, accounts, sales),
		Hourly: func(ctx context.Context) error {
			return errors.Join(accounts.Tidy(ctx), accounts.EraseDue(ctx, sales.EndPlans), teller.Tidy(ctx), teller.Resume(ctx), sales.Hourly(ctx), audits.Hourly(ctx))
		},
		Subscribe: teller.Subscribe, Announce: teller.Tell, Audit: auditing,
	}
}

// syncWork looks again soon where someone else is at it, or left its lease.
func syncWork(sales *billing.Service) func(context.Context, uuid.UUID) error {
	return func(ctx context.Context, customer uuid.UUID) error {
		err := sales.Sync(ctx, customer)
		if errors.Is(err, billing.ErrBusy) {
			err = errors.Join(jobs.ErrLater, err)
		}
		return err
	}
}

// accountWork does what an account's owner asked for and does not wait for.
func accountWork(db *models.DB, accounts *auth.Service, sales *billing.Service) func(context.Context, models.AccountTask) error {
	return func(ctx context.Context, task models.AccountTask) error {
		if task.Name != auth.TaskSettlePlan {
			return accounts.Work(ctx, task)
		}
		user, err := db.UserByID(ctx, task.ID)
		for err == nil {
			leaving := user.EraseAfter != nil
			if err = settlePlan(ctx, sales, user); err == nil {
				user, err = db.UserByID(ctx, task.ID)
			}
			if err == nil && leaving == (user.EraseAfter != nil) {
				return nil // they did not change their mind meanwhile
			}
		}
		return err
	}
}

func settlePlan(ctx context.Context, sales *billing.Service, user models.User) error {
	if user.EraseAfter != nil {
		return sales.CancelPlans(ctx, user.ID)
	}
	return sales.KeepPlans(ctx, user.ID)
}

// greet tells where the site is, and how to become its first admin.
func greet(ctx context.Context, c config.Config, db *models.DB, library *policy.Library, accounts *auth.Service) error {
	token, err := accounts.FirstAdminLink(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("Prokken (%s)\n  open      %s\n  database  %s\n  policies  %d published\n", c.Environment, c.BaseURL, db.Dialect(), len(library.Shelf().Policies))
	if c.UsesOutbox() {
		fmt.Printf("  mail      %s/dev/mail\n", c.BaseURL)
	}
	if token != "" {
		fmt.Printf("  There is no admin yet. This link makes the first one; it works once, for 24 hours:\n  %s/setup?token=%s\n", c.BaseURL, token)
	}
	return nil
}
