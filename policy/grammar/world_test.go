package grammar_test

import (
	"os"
	"testing"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar"
)

// cookiePolicy is the owner's policy as it is shipped.
func cookiePolicy(t testing.TB) policy.Document {
	t.Helper()
	text, err := os.ReadFile("../../content/cookie-policy.yaml")
	if err != nil {
		t.Fatal(err)
	}
	d, err := policy.ParseYAML(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// own is the context of a sentence in that policy, below the table.
func own(t testing.TB) (grammar.Context, claim.Evidence) {
	t.Helper()
	d := cookiePolicy(t)
	return grammar.Context{
		Site:      []string{"Prokken"},
		Declared:  d.Cookies,
		Above:     both,
		Tokens:    map[string]string{access: "access", refresh: "refresh"},
		Endpoints: map[string]string{"authentication": "/api/auth"},
	}, claim.Evidence{Cookies: d.Cookies}
}

const access, refresh = "prokken_access", "prokken_refresh"

var both = []string{access, refresh}

// read reads a sentence that holds no refused character.
func read(t testing.TB, sentence string, c grammar.Context) grammar.Reading {
	t.Helper()
	r, err := grammar.Read(sentence, c)
	if err != nil {
		t.Fatalf("%s: %v", sentence, err)
	}
	return r
}

// where says in which place of the policy a sentence stands.
type where string

const (
	text        where = ""            // below the table
	afterBoth   where = "afterBoth"   // behind a sentence about both cookies
	afterOne    where = "afterOne"    // behind a sentence about the access cookie
	inAccess    where = "inAccess"    // in the row of the access cookie
	inRefresh   where = "inRefresh"   // in the row of the refresh cookie
	inList      where = "inList"      // in the list of security properties
	afterChange where = "afterChange" // behind a sentence about changes of the policy
)

func (w where) of(c grammar.Context) grammar.Context {
	switch w {
	case afterBoth:
		c.Before = both
	case afterOne:
		c.Before = both[:1]
	case inAccess:
		c.Row = access
	case inRefresh:
		c.Row = refresh
	case inList:
		c.Properties = both
	case afterChange:
		c.ChangesPolicy = true
	case text:
	}
	return c
}
