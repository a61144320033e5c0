package claim

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
)

// NothingLoadedFrom says that no page loads anything from these hosts; [Elsewhere]
// is any but this site.
type NothingLoadedFrom []string

var hostForm = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z0-9.:-]{1,253}$`) })

var _ = register(Kind{
	Name: "nothing_loaded_from", Position: 90, Menu: 90, Label: "Pages load nothing from certain hosts",
	Schema: `{
		"description": "hosts; \"elsewhere\" is every host but this site's",
		"type": "array",
		"minItems": 1,
		"items": { "description": "a host like stripe.com, or elsewhere", "type": "string", "maxLength": 253, "pattern": "^[a-z0-9.:-]+$" }
	}`,
	Form: func(m form.Maker, _ []cookie.Declaration) []form.Field {
		return []form.Field{
			m.Text("hosts", "Hosts", "Like stripe.com, with spaces between them."),
			m.Tick("elsewhere", "Any host but ours", ""),
		}
	},
	Read:    readHosts,
	Example: NothingLoadedFrom{"stripe.com", Elsewhere},
})

func readHosts(v url.Values) (Condition, form.Problems) {
	hosts, problems := strings.Fields(strings.ReplaceAll(v.Get("hosts"), ",", " ")), form.Problems{}
	if v.Has("elsewhere") {
		hosts = append(hosts, Elsewhere)
	}
	isAddress := slices.ContainsFunc(hosts, func(h string) bool { return strings.ContainsAny(h, "/:") })
	problems.Need(len(hosts) > 0, "hosts", "Please name at least one host, like example.com.")
	problems.Need(
		!isAddress,
		"hosts",
		"Please enter only the name of the host: example.com, without https:// and what follows.",
	)
	return NothingLoadedFrom(hosts), problems
}

// Check implements [Condition].
func (n NothingLoadedFrom) Check(e Evidence) []Status {
	var all []Status
	for _, host := range n {
		found := Status{Words: "No page loads anything from " + host + "; the Content-Security-Policy forbids it."}
		if i, loads := e.LoadsFrom(host); loads {
			found.Untrue = "Pages load a script of " + i.Name + "."
		}
		all = append(all, found)
	}
	return all
}

// Judge implements [Condition].
func (n NothingLoadedFrom) Judge(o Observations) []Verdict {
	var all []Verdict
	for _, host := range n {
		whom := host
		if host == Elsewhere {
			whom = "another site"
		}
		found := Held("No page asked " + whom + " for anything.")
		for _, q := range o.Requests {
			if !q.Blocked && (host == Elsewhere || q.Host == host || strings.HasSuffix(q.Host, "."+host)) {
				found.Fail("Pages ask %s.", q.Host)
			}
		}
		all = append(all, found)
	}
	return all
}

// Unite implements [Uniter].
func (n NothingLoadedFrom) Unite(other Condition) Condition {
	return NothingLoadedFrom(union(n, other.(NothingLoadedFrom)))
}

// Needs implements [Condition]. Any of them may show what is against it.
func (NothingLoadedFrom) Needs() []Journey { return Journeys() }

// Problem implements [Condition].
func (n NothingLoadedFrom) Problem() string {
	for _, host := range n {
		if !hostForm().MatchString(host) {
			return fmt.Sprintf("%q is not a host like stripe.com", host)
		}
	}
	return yesProblem(len(n) > 0)
}

// Values implements [Condition].
func (n NothingLoadedFrom) Values() url.Values {
	named := slices.DeleteFunc(slices.Clone(n), func(host string) bool { return host == Elsewhere })
	v := url.Values{"hosts": {strings.Join(named, " ")}}
	form.SetFlag(v, "elsewhere", slices.Contains(n, Elsewhere))
	return v
}

// Divide implements [Divider].
func (n NothingLoadedFrom) Divide() []Condition {
	return divided(n, func(one NothingLoadedFrom) Condition { return one })
}
