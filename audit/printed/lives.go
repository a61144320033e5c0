package printed

import (
	"fmt"
	"strings"
	"time"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/cookie/life"
)

// printedLife is how a row says how long a cookie lives.
type printedLife int

const (
	notPrinted       printedLife = iota // it says nothing of it
	notUnderstood                       // it says something that nobody here can read
	printedOtherwise                    // it says something else, in the same cell too
	printedAs                           // it says what is declared
)

// lifeIn is what the row says of the cookie's life, besides what its name and its purpose
// say. One cell has to say it, and nothing else.
func lifeIn(row string, d cookie.Declaration) printedLife {
	rest := plain(row)
	for _, other := range []string{d.Name, d.Purpose} {
		rest = strings.Replace(rest, plain(other), " ", 1)
	}
	hints, otherwise := false, false
	for cell := range strings.SplitSeq(rest, cellEnd) {
		switch lives := life.Find(cell); {
		case len(lives) == 0:
			hints = hints || life.Hints(cell)
		case isAll(lives, d.Lifetime):
			return printedAs
		default:
			otherwise = true
		}
	}
	switch {
	case otherwise:
		return printedOtherwise
	case hints:
		return notUnderstood
	}
	return notPrinted
}

// isAll reports whether each life means the lifetime, or what browsers keep of it. Of a cookie with a length, the word
// "session" beside it says something else: what its name or its purpose is.
func isAll(lives []life.Life, declared cookie.Lifetime) bool {
	said := false
	for _, l := range lives {
		switch {
		case declared == cookie.Session && !l.Session:
			return false
		case declared != cookie.Session && !l.Session && !l.Is(time.Duration(declared)) &&
			!l.Is(time.Duration(declared.Kept())):
			return false
		}
		said = said || l.Session == (declared == cookie.Session)
	}
	return said
}

func (c *printedComparison) lifeNotUnderstood(d cookie.Declaration, row string) {
	c.differs(
		report.Medium,
		d.Name,
		"Lifetime not understood",
		fmt.Sprintf(
			"How long %s lives is printed in words that the audit does not understand: “%s”.",
			d.Name,
			oneLine(row),
		),
	)
}
