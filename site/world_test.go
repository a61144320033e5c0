package site_test

import (
	"context"
	"crypto/ed25519"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/record"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/confirmation"
)

// world is a library with a clock that can be put forward, and people who work
// in it.
type world struct {
	*site.Site
	sites *site.Registry
	t     *testing.T
	db    *models.DB
	ada   uuid.UUID
	bob   uuid.UUID
	eve   uuid.UUID // who never writes
	ahead *atomic.Int64
}

const slug = policy.CookiePolicy

// home is the address of the site.
const home = "https://prokken.com"

// signer has a key that every test knows.
var signer = record.NewSigner(ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", ed25519.SeedSize))))

// staffed opens a library on a database of its own.
func staffed(t *testing.T, db *models.DB, set ...func(*site.Settings)) world {
	t.Helper()
	o := world{
		t:     t,
		db:    db,
		ada:   admin(t, db, "ada@example.com"),
		bob:   admin(t, db, "bob@example.com"),
		eve:   admin(t, db, "eve@example.com"),
		ahead: &atomic.Int64{},
	}
	o.sites = o.instance(set...)
	o.Site = o.sites.Own()
	return o
}

// instance is another one of the program on the same database and clock.
func (o world) instance(set ...func(*site.Settings)) *site.Registry {
	o.t.Helper()
	settings := site.Settings{
		Address: home, Names: []string{"Prokken"}, Contact: "ask@prokken.com", Zone: time.FixedZone("Dhaka", 6*60*60), Shipped: os.DirFS("../content"), Signer: signer,
		Clock: clock.Func(func() time.Time { return models.Now().Add(time.Duration(o.ahead.Load())) }),
	}
	for _, change := range set {
		change(&settings)
	}
	r, err := site.Open(context.Background(), o.db, settings)
	if err != nil {
		o.t.Fatal(err)
	}
	return r
}

func (o world) later(d time.Duration) { o.ahead.Add(int64(d)) }

func admin(t *testing.T, db *models.DB, email string) uuid.UUID {
	t.Helper()
	now := models.Now()
	u := users.User{ID: models.NewID(), Email: email, PasswordHash: "x", Role: users.Admin, VerifiedAt: &now}
	if err := users.Create(context.Background(), db, &u); err != nil {
		t.Fatal(err)
	}
	return u.ID
}

// draft is what an editor reads now.
func (o world) draft() site.Draft {
	o.t.Helper()
	d, err := o.Draft(context.Background(), slug)
	if err != nil {
		o.t.Fatal(err)
	}
	return d
}

// write makes a change that must work.
func (o world) write(by uuid.UUID, change policy.Change) site.Draft {
	o.t.Helper()
	d, err := o.Edit(context.Background(), site.Edit{Slug: slug, By: by, Change: change})
	if err != nil {
		o.t.Fatal(err)
	}
	return d
}

// publish makes the draft public with the least weight that it can have, which must work.
func (o world) publish(change ...func(*site.Publication)) int64 {
	o.t.Helper()
	draft := o.draft()
	p := site.Publication{Slug: slug, Read: draft.Read, Summary: "Changed.", Materiality: o.Impact(draft).Least()}
	for _, c := range change {
		c(&p)
	}
	o.confirm()
	o.approved(draft, p)
	n, err := o.Publish(context.Background(), p)
	if err != nil {
		o.t.Fatal(err)
	}
	return n
}

// confirm has Eve confirm what nobody has of the draft, as it is proposed.
func (o world) confirm() {
	o.t.Helper()
	o.confirmOn(o.Site, slug)
}

func (o world) confirmOn(s *site.Site, slug string) {
	o.t.Helper()
	d, err := s.Draft(context.Background(), slug)
	if err != nil {
		o.t.Fatal(err)
	}
	_, open, err := s.Confirmations.Bases(context.Background(), d.Document)
	if err != nil {
		o.t.Fatal(err)
	}
	if as := open.Proposed(); len(as) > 0 {
		if err := s.Confirmations.Confirm(context.Background(), confirmation.Confirming{Slug: slug, Read: d.Read, By: o.eve, As: as}); err != nil {
			o.t.Fatal(err)
		}
	}
}

// approved has bob approve what checks less, if somebody has to.
func (o world) approved(draft site.Draft, p site.Publication) {
	o.t.Helper()
	needed, err := o.NeedsApproval(context.Background(), draft, o.Impact(draft))
	if needed && err == nil && !o.RequireApproval {
		err = o.Approve(context.Background(), p, o.bob)
	}
	if err != nil {
		o.t.Fatal(err)
	}
}

func at(t time.Time) func(*site.Publication) {
	return func(p *site.Publication) { p.EffectiveAt = &t }
}

func material(m policies.Materiality) func(*site.Publication) {
	return func(p *site.Publication) { p.Materiality = m }
}

// inEffect is the number and title of the version in effect.
func inEffect(t *testing.T, l *site.Site) (int64, string) {
	t.Helper()
	v, found := l.Snapshot().Find(slug)
	if !found {
		t.Fatal("no cookie policy is in effect")
	}
	return v.Number, v.Document.Title
}

// each runs the test in a world on each database.
func each(t *testing.T, test func(t *testing.T, o world), set ...func(*site.Settings)) {
	t.Helper()
	modelstest.Each(t, func(t *testing.T, db *models.DB) { test(t, staffed(t, db, set...)) })
}
