package policy

import (
	"net/url"
	"slices"
	"strings"

	"github.com/prokken/prokken/cookie"
)

// Facts are what claims are checked against: the cookies declared, and the
// scripts of others that the configuration names.
type Facts struct {
	Cookies      []cookie.Declaration
	Integrations []Integration
}

func (f Facts) find(name string) (cookie.Declaration, bool) {
	i := slices.IndexFunc(f.Cookies, func(d cookie.Declaration) bool { return d.Name == name })
	if i < 0 {
		return cookie.Declaration{}, false
	}
	return f.Cookies[i], true
}

// declares reports whether there are cookies of the category.
func (f Facts) declares(category cookie.Category) bool {
	return slices.ContainsFunc(f.Cookies, func(d cookie.Declaration) bool { return d.Category == category })
}

// loaded are the integrations that would be loaded with consent: a category
// without a declared cookie is never asked for, so its scripts never load.
func (f Facts) loaded() []Integration {
	return slices.DeleteFunc(slices.Clone(f.Integrations), func(i Integration) bool {
		return i.Category == cookie.Necessary || !f.declares(i.Category)
	})
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
	return host == name || strings.HasSuffix(host, "."+name) || isWild && (parent == name || strings.HasSuffix(name, "."+parent))
}

// loadsFrom finds the integration that talks to the host or one below it.
func (f Facts) loadsFrom(host string) (Integration, bool) {
	for _, i := range f.loaded() {
		for _, h := range i.hosts() {
			if host == Elsewhere || covers(h, host) {
				return i, true
			}
		}
	}
	return Integration{}, false
}
