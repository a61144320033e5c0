package grammar_test

import (
	"os"
	"strings"
	"testing"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar"
	"github.com/prokken/prokken/policy/grammar/discourse"
	"github.com/prokken/prokken/policy/wording"
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
func own(t testing.TB) (discourse.Context, claim.Evidence) {
	t.Helper()
	d := cookiePolicy(t)
	return discourse.Context{
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
func read(t testing.TB, sentence string, c discourse.Context) grammar.Reading {
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
	belowTable  where = ""            // below the table
	afterBoth   where = "afterBoth"   // behind a sentence about both cookies
	afterOne    where = "afterOne"    // behind a sentence about the access cookie
	inAccess    where = "inAccess"    // in the row of the access cookie
	inRefresh   where = "inRefresh"   // in the row of the refresh cookie
	inList      where = "inList"      // in the list of security properties
	afterChange where = "afterChange" // behind a sentence about changes of the policy
)

func (w where) of(c discourse.Context) discourse.Context {
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
	case belowTable:
	}
	return c
}

// plain returns the sentences of a text as the page shows them.
func plain(text string) []string {
	var all []string
	for _, s := range wording.Markdown(text).PlainSentences() {
		all = append(all, s.Text)
	}
	return all
}

// line is a sentence in its place, as the files in testdata list them.
type line struct {
	where where
	says  string
}

// lines returns the sentences of a file in testdata, up to a comment that begins with the word end.
func lines(t testing.TB, file, end string) []line {
	t.Helper()
	text, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var all []line
	for row := range strings.Lines(string(text)) {
		row = strings.TrimSpace(row)
		if end != "" && row == "# "+end {
			break
		}
		if place, says, isPlaced := strings.Cut(row, "\t"); isPlaced {
			all = append(all, line{where(place), says})
		} else if row != "" && row[0] != '#' {
			all = append(all, line{belowTable, row})
		}
	}
	return all
}
