package policy

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/prokken/prokken/cookie"
)

// rewording is a kind of words that can be wrong, and what may stand there instead.
type rewording struct {
	words *regexp.Regexp
	by    func(declared []cookie.Declaration) []string
}

// fixed returns words that do not depend on the cookies; they may name groups, as "$1".
func fixed(words ...string) func([]cookie.Declaration) []string {
	return func([]cookie.Declaration) []string { return words }
}

// rewordings are tried in this order. What they make of a sentence is read before it is offered.
var rewordings = []rewording{
	{
		regexp.MustCompile(
			`\b([Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|\d{1,3})\b`,
		),
		counts,
	},
	{regexp.MustCompile(`\bBoth cookies\b`), fixed("All cookies")},
	{regexp.MustCompile(`\b\d+ (second|minute|hour|day|week|month|year)s?\b`), lifetimes},
	{regexp.MustCompile(`\b(Lax|Strict|None)\b`), fixed("Lax", "Strict", "None")},
	{regexp.MustCompile(`/[a-z0-9/_-]*`), paths},
	{regexp.MustCompile(`\b(\w+) or (\w+) cookies\b`), fixed("$1 cookies", "$2 cookies")},
	{regexp.MustCompile(`\b(\w+), (\w+) or (\w+) cookies\b`), fixed(
		"$1 or $2 cookies", "$1 or $3 cookies", "$2 or $3 cookies", "$1 cookies", "$2 cookies", "$3 cookies",
	)},
	{regexp.MustCompile(`\bdo not (currently )?use any\b`), fixed("${1}use")},
	{regexp.MustCompile(`\bdoes not (currently )?use any\b`), fixed("${1}uses")},
	{regexp.MustCompile(`\bdo not (currently )?use\b`), fixed("${1}use")},
	{regexp.MustCompile(`\bdoes not (currently )?use\b`), fixed("${1}uses")},
	{regexp.MustCompile(`\bdo not (currently )?use any\b([^(]*?) \([^)]*\)`), fixed("${1}use$2")},
	{regexp.MustCompile(`\bdoes not (currently )?use any\b([^(]*?) \([^)]*\)`), fixed("${1}uses$2")},
	{regexp.MustCompile(`\b(Both|All|The|These) cookies( listed above)?\b|\b[Tt]hem\b`), necessary},
	{regexp.MustCompile(`^Since [^,]+, disabling them\b`), disabling},
	{regexp.MustCompile(`\b(a minimal set of|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|\d+) cookies?, [^.]*`), counted},
}

// candidates are sentences in which one word, or a few that belong together, are others.
func candidates(says string, declared []cookie.Declaration) []string {
	var all []string
	for _, r := range rewordings {
		for _, at := range r.words.FindAllStringSubmatchIndex(says, -1) {
			for _, by := range r.by(declared) {
				now := says[:at[0]] + string(r.words.ExpandString(nil, by, says, at)) + says[at[1]:]
				if now != says && !slices.Contains(all, now) {
					all = append(all, now)
				}
			}
		}
	}
	return all
}

// counts are how many cookies there are, in words and in digits.
func counts(declared []cookie.Declaration) []string {
	words := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
	n := len(declared)
	if n < 1 || n >= len(words) {
		return []string{fmt.Sprint(n)}
	}
	return []string{words[n]}
}

// counted are the counts with the word that follows them.
func counted(declared []cookie.Declaration) []string {
	n := counts(declared)[0]
	if len(declared) == 1 {
		return []string{n + " cookie"}
	}
	return []string{n + " cookies"}
}

// necessary are the names of the necessary cookies, and of those without which nobody is logged in.
func necessary(declared []cookie.Declaration) []string {
	var all, tokens []string
	for _, c := range declared {
		if c.Optional() {
			continue
		}
		all = append(all, c.Name)
		if c.Name == string(cookie.Access) || c.Name == string(cookie.Refresh) {
			tokens = append(tokens, c.Name)
		}
	}
	return []string{inWords(all), inWords(tokens)}
}

func disabling(declared []cookie.Declaration) []string {
	var all []string
	for _, names := range necessary(declared) {
		all = append(all, "Disabling "+names)
	}
	return all
}

// inWords are the names as a sentence lists them.
func inWords(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

func lifetimes(declared []cookie.Declaration) []string {
	return each(declared, func(c cookie.Declaration) string { return c.Lifetime.String() })
}

func paths(declared []cookie.Declaration) []string {
	return each(declared, func(c cookie.Declaration) string { return c.Path })
}

func each(declared []cookie.Declaration, of func(cookie.Declaration) string) []string {
	var all []string
	for _, c := range declared {
		all = append(all, of(c))
	}
	slices.SortFunc(all, cmp.Compare[string])
	return slices.Compact(all)
}
