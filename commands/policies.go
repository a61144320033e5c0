package commands

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/prokken/prokken/auth/keys"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
)

// policies is what the commands about policies work with.
type policies struct {
	Invocation
	*site.Site
	sites *site.Registry
	c     config.Config
	db    *models.DB
	keys  keys.Ring
}

// openPolicies opens the database that the server uses; the caller closes it.
func (i Invocation) openPolicies(ctx context.Context) (*policies, error) {
	c, err := i.load()
	if err != nil {
		return nil, err
	}
	if file := databaseFile(c); c.Database.URL == "" && !exists(file) {
		return nil, fmt.Errorf("there is no database at %s; run this where the server runs, "+
			"or name its configuration with --config", file)
	}
	at, _ := i.begin("Opening the database")
	defer at.end()
	db, err := openDatabase(ctx, c)
	if err != nil {
		return nil, err
	}
	at.now("Reading the policies")
	p := &policies{Invocation: i, c: c, db: db}
	if err := p.open(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return p, nil
}

// open opens the policies with a queue, because people are told of what the
// command line publishes as well.
func (p *policies) open(ctx context.Context) (err error) {
	if p.keys, err = openKeys(p.c); err != nil {
		return err
	}
	queue, err := jobs.NewQueue(p.db)
	if err != nil {
		return err
	}
	if p.sites, err = p.openSites(ctx, p.c, p.db, p.keys, queue); err != nil {
		return err
	}
	p.Site = p.sites.Own()
	return nil
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// close is for defer: a command has said what there is to say.
func (p *policies) close() { _ = p.db.Close() }

// noPolicy says which policies there are, when there is not the one asked for.
func (p *policies) noPolicy(slug string, err error) error {
	if !errors.Is(err, models.ErrNotFound) {
		return err
	}
	return fmt.Errorf("there is no policy %q; there are %s", slug, strings.Join(p.slugs(), ", "))
}

// slugs are the policies in effect: each has a version 1.
func (p *policies) slugs() []string {
	var slugs []string
	for _, v := range p.Snapshot().Policies {
		slugs = append(slugs, v.Document.Slug)
	}
	return slugs
}

func readDocument(file string) (policy.Document, error) {
	text, err := readFile(file)
	if err != nil {
		return policy.Document{}, err
	}
	if strings.EqualFold(filepath.Ext(file), ".json") {
		return policy.ParseJSON(text)
	}
	return policy.ParseYAML(text)
}

// explain writes each of the reasons in a line, and returns how many there are
// as the error; an error that is no list of reasons as it is.
func (i Invocation) explain(about string, err error) error {
	if n := i.reasons(about, err); n > 0 {
		return fmt.Errorf("%s: %s", about, count(n, "problem"))
	}
	return err
}

// reasons writes what is wrong, a line each, and returns how many lines.
func (i Invocation) reasons(about string, err error) int {
	var problems policy.Problems
	var untrue policy.FailedClaims
	var invalid validation.Errors
	var open policy.UnconfirmedSentences
	switch {
	case errors.As(err, &open):
		for _, u := range open {
			i.say("%s: block %s: %q: %s", about, u.Block, u.Says, u.Reason())
		}
		return len(open)
	case errors.As(err, &problems):
		for _, p := range problems {
			i.say("%s: %s", about, p)
		}
		return len(problems)
	case errors.As(err, &untrue):
		for _, u := range untrue {
			i.say("%s: %s", about, u)
		}
		return len(untrue)
	case errors.As(err, &invalid):
		for field, reason := range sorted(invalid) {
			i.say("%s, %s: %s", about, field, reason)
		}
		return len(invalid)
	}
	return 0
}
