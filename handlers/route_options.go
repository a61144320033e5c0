package handlers

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
)

// option is what holds for a row beside its guard. A row names all of its options, so that no other list has to
// agree with the table.
type option uint16

const (
	limited         option = 1 << iota // one client address gets through only so often
	public                             // asks visitors for consent, and loads what they agreed to
	beforeAgreement                    // open to members who have yet to agree to changed terms
	alwaysJSON                         // answers in JSON, whatever the client asks for
	notIndexed                         // robots.txt keeps search engines out
	inSitemap                          // the sitemap lists it, or what it stands for
	revalidated                        // an answer that is the same for everyone may be kept, and is asked for again
	fiveMinutes                        // such an answer may be used for five minutes
	immutable                          // such an answer never changes

	none option = 0
)

// cacheControl says how an answer may be kept that is the same for everyone.
func (o option) cacheControl() []string {
	switch {
	case o.has(revalidated):
		return keepAndAsk
	case o.has(fiveMinutes):
		return keepBriefly
	case o.has(immutable):
		return keepAlways
	}
	return keepNot
}

var (
	keepNot     = []string{"no-store"}
	keepAndAsk  = []string{"no-cache"}
	keepBriefly = []string{"public, max-age=300"}
	keepAlways  = []string{"public, max-age=31536000, immutable"}
)

func (o option) has(one option) bool { return o&one != 0 }

// with adds an option to each of the rows.
func with(o option, rows []route) []route {
	for i := range rows {
		rows[i].options |= o
	}
	return rows
}

// address is what the options of a row are found by.
type address struct{ method, path string }

// optionsOf are the options of every address. One that is asked with a method that it does not have answers in JSON
// where its other methods do.
func optionsOf(rows []route) map[address]option {
	found := map[address]option{}
	for _, row := range rows {
		found[address{row.method, row.path}] = row.options
		if row.method == http.MethodGet {
			found[address{http.MethodHead, row.path}] = row.options
		}
		found[address{"", row.path}] |= row.options & alwaysJSON
	}
	return found
}

const optionsKey = "options"

// findOptions remembers the options of the row that was asked for, also for what refuses the request before its
// handler is reached.
func findOptions(rows []route) echo.MiddlewareFunc {
	options := optionsOf(rows)
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			found, has := options[address{c.Request().Method, c.Path()}]
			if !has {
				found = options[address{"", c.Path()}]
			}
			c.Set(optionsKey, found)
			return next(c)
		}
	}
}

// optionsAt are the options of the row that was asked for.
func optionsAt(c echo.Context) option {
	options, _ := c.Get(optionsKey).(option)
	return options
}

// has reports whether the row that was asked for has the option.
func has(c echo.Context, o option) bool { return optionsAt(c).has(o) }

// disallowed are what the addresses of rows begin with that are not indexed: the first segment, which no other row
// shares.
func disallowed(rows []route) []string {
	var all []string
	for _, row := range rows {
		first, rest, _ := strings.Cut(strings.TrimPrefix(row.path, "/"), "/")
		prefix := "/" + first + "/"
		if rest == "" {
			prefix = "/" + first
		}
		isCovered := slices.ContainsFunc(all, func(one string) bool { return strings.HasPrefix(prefix, one) })
		if !row.options.has(notIndexed) || isCovered {
			continue
		}
		all = slices.DeleteFunc(all, func(one string) bool { return strings.HasPrefix(one, prefix) })
		all = append(all, prefix)
	}
	slices.Sort(all)
	return all
}

// listed are the pages of the sitemap that stand at one address. Rows with a parameter stand for policies and
// translations, which the sitemap lists one by one.
func listed(rows []route) []string {
	var all []string
	for _, row := range rows {
		if row.options.has(inSitemap) && !strings.Contains(row.path, ":") {
			all = append(all, row.path)
		}
	}
	return all
}
