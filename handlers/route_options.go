package handlers

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
)

// unindexed keeps search engines out of all of the rows.
func unindexed(rows []route) []route {
	for i := range rows {
		rows[i].options |= web.NotIndexed
	}
	return rows
}

// noIndex asks search engines not to list the answer. They may read it, and so find the
// canonical link that it carries.
func noIndex(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header()["X-Robots-Tag"] = []string{"noindex"}
		return next(c)
	}
}

// onOwnHost keeps those of the rows that change something to the site's own host: no
// cookie can be set on another.
func onOwnHost(rows []route) []route {
	for i := range rows {
		if rows[i].method != http.MethodGet {
			rows[i].options |= web.OwnHost
		}
	}
	return rows
}

// hosted notes on all of the rows that they are of customers' sites.
func hosted(rows []route) []route {
	for i := range rows {
		rows[i].options |= web.Hosted
	}
	return rows
}

// address is what the options of a row are found by.
type address struct{ method, path string }

// optionsOf are the options of every address. One that is asked with a method that it does not have answers in JSON
// where its other methods do.
func optionsOf(rows []route) map[address]web.Option {
	found := map[address]web.Option{}
	for _, row := range rows {
		found[address{row.method, row.path}] = row.options
		if row.method == http.MethodGet {
			found[address{http.MethodHead, row.path}] = row.options
		}
		found[address{"", row.path}] |= row.options & web.AlwaysJSON
	}
	return found
}

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
			if isHostedPath(c.Request().URL.Path) {
				found |= web.Hosted
			}
			web.SetOptions(c, found)
			return next(c)
		}
	}
}

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
		if !row.options.Has(web.NotIndexed) || isCovered {
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
		if row.options.Has(web.InSitemap) && !strings.Contains(row.path, ":") {
			all = append(all, row.path)
		}
	}
	return all
}
