package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
)

// office is what the commands about policies work with.
type office struct {
	order
	*policy.Library
	c    config.Config
	db   *models.DB
	keys auth.Keys
}

// openOffice opens the database that the server uses; the caller closes it.
func openOffice(ctx context.Context, o order) (*office, error) {
	c, err := load(o.config)
	if err != nil {
		return nil, err
	}
	if file := databaseFile(c); c.Database.URL == "" && !exists(file) {
		return nil, fmt.Errorf("there is no database at %s; run this where the server runs, or name its configuration with --config", file)
	}
	db, err := openDatabase(ctx, c)
	if err != nil {
		return nil, err
	}
	keys, err := openKeys(c)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	library, err := openLibrary(ctx, db, c, keys)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &office{order: o, Library: library, c: c, db: db, keys: keys}, nil
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// close is for defer: a command has said what there is to say.
func (o *office) close() { _ = o.db.Close() }

// noPolicy says which policies there are, when there is not the one asked for.
func (o *office) noPolicy(slug string, err error) error {
	if !errors.Is(err, models.ErrNotFound) {
		return err
	}
	return fmt.Errorf("there is no policy %q; there are %s", slug, strings.Join(o.slugs(), ", "))
}

// slugs are the policies in effect: each has a version 1.
func (o *office) slugs() []string {
	var slugs []string
	for _, v := range o.Shelf().Policies {
		slugs = append(slugs, v.Document.Slug)
	}
	return slugs
}

// largestFile is more than a document or a signed one ever has.
const largestFile = 4 << 20

// readFile reads no more than a document can have.
func readFile(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", file, plainCause(err))
	}
	defer f.Close()
	text, err := readAll(f)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", file, plainCause(err))
	}
	return text, nil
}

func readAll(r io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, largestFile+1))
	if err == nil && len(text) > largestFile {
		err = errors.New("it is larger than any policy")
	}
	return text, err
}

// plainCause leaves out the file's name, which is said already.
func plainCause(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
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
func (o order) explain(about string, err error) error {
	if n := o.reasons(about, err); n > 0 {
		return fmt.Errorf("%s: %s", about, count(n, "problem"))
	}
	return err
}

// reasons writes what is wrong, a line each, and returns how many lines.
func (o order) reasons(about string, err error) int {
	var problems policy.Problems
	var untrue policy.Untrue
	var invalid models.Invalid
	switch {
	case errors.As(err, &problems):
		for _, p := range problems {
			o.say("%s: %s", about, p)
		}
		return len(problems)
	case errors.As(err, &untrue):
		for _, u := range untrue {
			o.say("%s: %s", about, u)
		}
		return len(untrue)
	case errors.As(err, &invalid):
		for field, reason := range sorted(invalid) {
			o.say("%s, %s: %s", about, field, reason)
		}
		return len(invalid)
	}
	return 0
}
