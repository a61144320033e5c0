package claim

import (
	"net/url"
	"slices"
	"strings"

	"github.com/prokken/prokken/cookie"
)

// Elsewhere stands for every host but the site's own.
const Elsewhere = "elsewhere"

// Evidence is what claims are checked against when a version is published: the
// cookies declared, the scripts of others that the configuration names, and what the
// program does besides.
type Evidence struct {
	Site         []string // the names of the site, as "Prokken": who "we" are
	Cookies      []cookie.Declaration
	Integrations []Integration
	Program      Program // of the own site; nil for another's, of whose program nothing is known
	// Observed: nothing is enforced, because the site is another's. What holds of it is what audits
	// see, and the words say no more.
	Observed bool
}

// Integration is a script of somebody else, loaded once a visitor agreed to its
// category. Hosts are what the script talks to besides its own.
type Integration struct {
	Name     string
	Category cookie.Category
	Script   string // https://
	Hosts    []string
}

// Status is one thing that a claim says, in words a reader understands, and, where
// it does not hold for the evidence, why.
type Status struct {
	Words  string
	Untrue string // "" if it holds
	Cookie string // because of which it does not; "" for none in particular
}

// Check returns what the condition says, checked against the evidence. Of a site that is only
// observed it says what a browser can see, and takes nothing of this program for that site's.
func Check(condition Condition, e Evidence) []Status {
	checked := condition.Check(e)
	if !e.Observed {
		return checked
	}
	_, isTried := condition.(Trial)
	seen := condition.Judge(Observations{Declared: e.Cookies})
	observed := make([]Status, len(seen))
	for i := range seen {
		observed[i].Words = seen[i].Words
	}
	for i, status := range checked {
		if at := min(i, len(observed)-1); at >= 0 && status.Untrue != "" && !isTried {
			observed[at].Untrue, observed[at].Cookie = status.Untrue, status.Cookie
		}
	}
	return observed
}

// fails says what is wrong with a cookie.
func (s *Status) fails(name, because string) { s.Cookie, s.Untrue = name, name+" "+because }

const notDeclared = "is not declared."

// Find returns the declaration of the cookie.
func (e Evidence) Find(name string) (cookie.Declaration, bool) {
	i := slices.IndexFunc(e.Cookies, func(d cookie.Declaration) bool { return d.Name == name })
	if i < 0 {
		return cookie.Declaration{}, false
	}
	return e.Cookies[i], true
}

// Declares reports whether there are cookies of the category.
func (e Evidence) Declares(category cookie.Category) bool {
	return slices.ContainsFunc(e.Cookies, func(d cookie.Declaration) bool { return d.Category == category })
}

// Loaded returns the integrations that would be loaded with consent: a category
// without a declared cookie is never asked for, so its scripts never load.
func (e Evidence) Loaded() []Integration {
	return slices.DeleteFunc(slices.Clone(e.Integrations), func(i Integration) bool {
		return i.Category == cookie.Necessary || !e.Declares(i.Category)
	})
}

// LoadsFrom finds the integration that talks to the host or one below it.
func (e Evidence) LoadsFrom(host string) (Integration, bool) {
	for _, i := range e.Loaded() {
		for _, h := range i.hosts() {
			if host == Elsewhere || covers(h, host) {
				return i, true
			}
		}
	}
	return Integration{}, false
}

// hosts are all that an integration talks to, with the ports it names.
func (i Integration) hosts() []string {
	address, err := url.Parse(i.Script)
	if err != nil {
		return i.Hosts
	}
	return append([]string{address.Host}, i.Hosts...)
}

// covers reports whether the host, which may be "*.example.com:443", is the name
// or below it, or takes it in. Ports and capitals make no difference.
func covers(host, name string) bool {
	host, _, _ = strings.Cut(strings.ToLower(host), ":")
	name = strings.ToLower(name)
	parent, isWild := strings.CutPrefix(host, "*.")
	return host == name || strings.HasSuffix(host, "."+name) ||
		isWild && (parent == name || strings.HasSuffix(name, "."+parent))
}

// Origins are the places that an integration loads from, as a
// Content-Security-Policy names them.
func (i Integration) Origins() []string {
	var all []string
	for _, host := range i.hosts() {
		all = append(all, "https://"+host)
	}
	return all
}
