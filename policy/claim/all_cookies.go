package claim

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
)

// AllCookies says that the declared cookies, or those Among them, have every
// property that is named here.
type AllCookies struct {
	Among    []string        `json:"among,omitempty"` // names
	Category cookie.Category `json:"category,omitempty"`
	HTTPOnly bool            `json:"http_only,omitempty"`
	Secure   bool            `json:"secure,omitempty"`
	SameSite cookie.SameSite `json:"same_site,omitempty"`
}

var _ = register(Kind{
	Name: "all_cookies", Position: 20, Menu: 20, Label: "All cookies, or some, have a property",
	Schema: `{
		"type": "object",
		"additionalProperties": false,
		"properties": {
			"among": { "$ref": "#/$defs/cookie_names" },
			"category": { "$ref": "#/$defs/category" },
			"http_only": { "$ref": "#/$defs/yes" },
			"secure": { "$ref": "#/$defs/yes" },
			"same_site": { "$ref": "#/$defs/same_site" }
		},
		"anyOf": [{ "required": ["category"] }, { "required": ["http_only"] }, { "required": ["secure"] }, { "required": ["same_site"] }]
	}`,
	Form: func(m form.Maker, declared []cookie.Declaration) []form.Field {
		which := m.Ticks("names", "Which cookies", "None ticked: every one.", form.CookieOptions(declared))
		return append([]form.Field{which}, traitFields(m)...)
	},
	Read: readAllCookies,
	Example: AllCookies{
		Among:    []string{"a", "b"},
		Category: cookie.Necessary,
		HTTPOnly: true,
		Secure:   true,
		SameSite: cookie.Lax,
	},
})

func readAllCookies(v url.Values) (Condition, form.Problems) {
	t := readTraits(v)
	a := AllCookies{
		Among:    v["names"],
		Category: t.category,
		HTTPOnly: t.httpOnly,
		Secure:   t.secure,
		SameSite: t.sameSite,
	}
	problems := form.Problems{}
	problems.Need(!a.isEmpty(), "category", "Please choose at least one property.")
	return a, problems
}

func (a AllCookies) traits() traits {
	return traits{category: a.Category, httpOnly: a.HTTPOnly, secure: a.Secure, sameSite: a.SameSite}
}

// isEmpty reports whether no property is named: naming cookies says nothing of them.
func (a AllCookies) isEmpty() bool { return a.traits() == traits{} }

// which is whom the sentence is about.
func (a AllCookies) which(all string) string {
	if len(a.Among) > 0 {
		return "Each of " + strings.Join(a.Among, ", ")
	}
	return all
}

// Check implements [Condition].
func (a AllCookies) Check(e Evidence) []Status {
	found := Status{Words: a.which("Every declared cookie") + " is " + a.traits().declaredWords() + "."}
	for _, name := range a.Among {
		if _, declared := e.Find(name); !declared {
			found.fails(name, notDeclared)
		}
	}
	for _, d := range e.Cookies {
		if len(a.Among) > 0 && !slices.Contains(a.Among, d.Name) {
			continue
		}
		if lacking := a.traits().lackedBy(d); lacking != "" {
			found.fails(d.Name, lacking)
		}
	}
	return []Status{found}
}

// Judge implements [Condition].
func (a AllCookies) Judge(o Observations) []Verdict {
	found := Held(a.which("Every cookie") + " was set " + a.traits().observedWords() + ".")
	names := slices.Clone(a.Among)
	if len(names) == 0 {
		for _, seen := range o.Cookies {
			names = append(names, seen.Name)
		}
		for _, d := range o.Declared {
			names = append(names, d.Name)
		}
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		a.traits().judge(&found, o, name)
	}
	a.traits().explainSecure(&found, o)
	return []Verdict{found}
}

// Needs implements [Condition]. Any of them may show what is against it.
func (AllCookies) Needs() []Journey { return Journeys() }

// Problem implements [Condition].
func (a AllCookies) Problem() string {
	if a.isEmpty() {
		return checksNothing
	}
	return cmp.Or(a.traits().problem(), namesProblem(a.Among...))
}

// Values implements [Condition].
func (a AllCookies) Values() url.Values {
	v := url.Values{"names": a.Among}
	a.traits().setValues(v)
	return v
}

// Divide implements [Divider].
func (a AllCookies) Divide() []Condition {
	var all []Condition
	for _, t := range a.traits().each() {
		all = append(all, AllCookies{
			Among: a.Among, Category: t.category, HTTPOnly: t.httpOnly, Secure: t.secure, SameSite: t.sameSite,
		})
	}
	return all
}
