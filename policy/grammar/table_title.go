package grammar

import (
	"fmt"
	"slices"
	"strings"

	"github.com/prokken/prokken/policy/grammar/negation"
)

// A heading or a caption that names categories says of the table below it that each of its cookies
// is of one of them, and that each of them has a cookie there. Over no cookies it says nothing: prose
// can say that there are none.
var _ = register(fragment{rules: []rule{
	say("sentence", `[the | our] <all-categories> [cookies [[<that>] <we> <use>]] [: | ?]`, func(v values) any {
		return titleOfTable(v, last[[]categories](v, "all-categories")...)
	}),
	say("sentence", `[the | our] <categories> [cookies [[<that>] <we> <use>]] [: | ?]`, func(v values) any {
		return titleOfTable(v, last[categories](v, "categories"))
	}),
	say("sentence", `cookies <used> for <purposes> [: | ?]`, func(v values) any {
		return titleOfTable(v, last[categories](v, "purposes"))
	}),
}})

// titleOfTable is the meaning of a title that names the groups of categories; nil where it stands
// over no cookies.
func titleOfTable(v values, groups ...categories) any {
	below := cookies{names: v.context.Below}
	if len(below.names) == 0 {
		return nil
	}
	var named categories
	for _, group := range groups {
		named = unite(named, group)
	}
	says := inCategories(named).of(below)
	for _, group := range groups {
		isOf := func(name string) bool { return slices.Contains(group, v.context.Category(name)) }
		if len(groups) > 1 && !slices.ContainsFunc(below.names, isOf) { // of one group, each cookie has to be
			says = append(says, negation.Contradiction(fmt.Sprintf("The table below has no %s cookies.", group)))
		}
	}
	return states(says...)
}

// String returns the categories in words: "analytics or marketing".
func (c categories) String() string {
	words := make([]string, len(c))
	for i, category := range c {
		words[i] = string(category)
	}
	return strings.Join(words, " or ")
}
