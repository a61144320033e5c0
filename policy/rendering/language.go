package rendering

import (
	"strings"
	"time"

	"github.com/prokken/prokken/cookie"
)

// language is the words of one language.
type language struct {
	stop     string // at the end of a sentence
	and      string // between two clauses
	andNames string // before the last name of a list
	or       string // between names of which each is meant
	zero     rune   // its digit 0
	caseless bool   // its script has no capitals: a name at the beginning is written as it is
	counts   []string
	cookie   string // behind a number in digits: one
	cookies  string // and several
	units    []unit
	kind     string // between several kinds: "neither ... nor"
	kinds    map[cookie.Category]string
	aKind    map[cookie.Category]string
	noKind   map[cookie.Category]string // what there is none of
	forms    [statements][]string
}

// unit is a unit of time.
type unit struct {
	length       time.Duration
	one, several string
}

var languages = map[string]language{"de": german, "bn": bangla}

// noneOf returns the kinds of cookies that there are none of.
func (l language) noneOf(categories []cookie.Category) string { return l.join(l.noKind, categories) }

func (l language) kindsOf(categories []cookie.Category) string { return l.join(l.kinds, categories) }

func (l language) join(words map[cookie.Category]string, categories []cookie.Category) string {
	all := make([]string, len(categories))
	for i, category := range categories {
		all[i] = words[category]
	}
	return strings.Join(all, l.kind)
}
