package draft

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/prokken/prokken/audit/compare"
	"github.com/prokken/prokken/audit/known"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/block"
)

// mostListed is how many items a list of a draft has; the report has them all.
const maxListed = 200

// stored are the things besides cookies, each once. Of what nothing is known is taken for what
// needs consent.
func (d *draft) stored() block.Storage {
	var items block.Storage
	for _, s := range d.report.Stored {
		item := block.Stored{
			Kind: compare.StorageKind(s.Kind), Name: strings.ReplaceAll(shown(s.Key), " ", "*"), Purpose: ToDescribe + ".",
			Category: cookie.Marketing, Party: d.other(s.Origin),
		}
		switch {
		case item.Name == "":
			d.left = append(d.left, fmt.Sprintf("something in the %s of %s, without a name", s.Kind, quote(s.Origin)))
		case !slices.Contains(items, item):
			items = append(items, item)
		}
	}
	return limited(d, "things stored", items)
}

// other is the host of the origin where it is not the audited one.
func (d *draft) other(origin string) string {
	if host := hostOf(origin); host != hostOf(d.report.URL) {
		return shown(host)
	}
	return ""
}

// thirdParties are the hosts that were really asked.
func (d *draft) thirdParties() []block.ThirdParty {
	kinds, hosts := map[string][]string{}, []string{}
	for _, r := range d.report.Requests {
		host := shown(r.Host)
		switch kind := strings.ToLower(cmp.Or(shown(r.Kind), "something")); {
		case r.Blocked:
			d.left = append(d.left, "a request to "+quote(r.Host)+": it was blocked and never left the browser")
			continue
		case host == "":
			continue
		case kinds[host] == nil:
			kinds[host], hosts = []string{kind}, append(hosts, host)
		case !slices.Contains(kinds[host], kind):
			kinds[host] = append(kinds[host], kind)
		}
	}
	var parties []block.ThirdParty
	for _, host := range hosts {
		parties = append(
			parties,
			block.ThirdParty{
				Name:    host,
				Purpose: fmt.Sprintf("%s (pages asked for: %s).", ToDescribe, strings.Join(kinds[host], ", ")),
			},
		)
	}
	return limited(d, "other sites", parties)
}

// limited cuts a list, and says so.
func limited[T any](d *draft, what string, items []T) []T {
	if len(items) <= maxListed {
		return items
	}
	d.left = append(d.left, fmt.Sprintf("%d more %s", len(items)-maxListed, what))
	return items[:maxListed]
}

// maxShown is how much is shown of a name that somebody else chose.
const maxShown = 100

// shown is text of the audited site in one line that a page can show; "" if
// there is no word in it.
func shown(text string) string { return known.Plain(text, maxShown) }

// quote shows in a comment what may hold anything.
func quote(text string) string {
	if runes := []rune(text); len(runes) > maxShown {
		text = string(runes[:maxShown-1]) + "…"
	}
	return strconv.Quote(text)
}
