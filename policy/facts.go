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

// hosts are all that an integration talks to.
func (i Integration) hosts() []string {
	address, err := url.Parse(i.Script)
	if err != nil {
		return i.Hosts
	}
	return append([]string{address.Host}, i.Hosts...)
}

// loadsFrom names the integration that talks to the host or one below it; "" if
// none does.
func (f Facts) loadsFrom(host string) string {
	for _, i := range f.loaded() {
		for _, h := range i.hosts() {
			if host == Elsewhere || h == host || strings.HasSuffix(h, "."+host) {
				return i.Name
			}
		}
	}
	return ""
}
