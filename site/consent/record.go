package consent

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/cookie"
)

// Categories is a set of optional categories in its one spelling, for example
// "analytics-marketing"; "" is none.
type Categories string

// Grant is the set of those categories that are optional.
func Grant(categories ...cookie.Category) Categories {
	var names []string
	for _, c := range cookie.Categories {
		if c != cookie.Necessary && slices.Contains(categories, c) {
			names = append(names, string(c))
		}
	}
	return Categories(strings.Join(names, "-"))
}

// Has reports whether the category is in the set.
func (g Categories) Has(c cookie.Category) bool { return slices.Contains(g.Names(), c) }

// Names are those in the set, in the order of the policy.
func (g Categories) Names() []cookie.Category {
	var all []cookie.Category
	for name := range strings.SplitSeq(string(g), "-") {
		if name != "" {
			all = append(all, cookie.Category(name))
		}
	}
	return all
}

// Record is what a visitor chose, as their browser keeps it. Asked is the start
// of the fingerprint of what they were asked; GPC, whether their browser sent
// the signal at that moment. The zero value is no choice.
type Record struct {
	ID      uuid.UUID // of the record
	At      time.Time // to the second
	Asked   string
	GPC     bool
	Granted Categories
}

// choiceForm is version, record, seconds since 1970, fingerprint, signal and
// categories.
var choiceForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(
		`^1\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([1-9][0-9]{0,10})\.([0-9a-f]{16})\.([01])\.(none|[a-z]+(?:-[a-z]+)*)$`,
	)
})

// String is the choice as it stands in the cookie.
func (c Record) String() string {
	signal, granted := "0", string(c.Granted)
	if c.GPC {
		signal = "1"
	}
	if granted == "" {
		granted = "none"
	}
	return strings.Join([]string{"1", c.ID.String(), strconv.FormatInt(c.At.Unix(), 10), c.Asked, signal, granted}, ".")
}

// ParseRecord reads what String writes, and nothing else: false for any other
// text.
func ParseRecord(text string) (Record, bool) {
	m := choiceForm().FindStringSubmatch(text)
	if m == nil {
		return Record{}, false
	}
	id, err := uuid.Parse(m[1])
	seconds, err2 := strconv.ParseInt(m[2], 10, 64)
	if err != nil || err2 != nil {
		return Record{}, false
	}
	c := Record{ID: id, At: time.Unix(seconds, 0).UTC(), Asked: m[3], GPC: m[4] == "1"}
	if m[5] != "none" {
		c.Granted = Grant(Categories(m[5]).Names()...)
	}
	return c, c.String() == text // no category twice, unknown, necessary or out of order
}
