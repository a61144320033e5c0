package claim

import (
	"cmp"
	"net/url"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
)

// Cookie says that the cookie is declared, with every property that is named here.
type Cookie struct {
	Name     string           `json:"name"`
	Category cookie.Category  `json:"category,omitempty"`
	Path     string           `json:"path,omitempty"`
	Lifetime *cookie.Lifetime `json:"lifetime,omitempty"`
	HTTPOnly bool             `json:"http_only,omitempty"`
	Secure   bool             `json:"secure,omitempty"`
	SameSite cookie.SameSite  `json:"same_site,omitempty"`
}

var _ = register(Kind{
	Name: "cookie", Position: 30, Menu: 10, Label: "A cookie is declared, with certain properties",
	Schema: `{
		"type": "object",
		"required": ["name"],
		"additionalProperties": false,
		"properties": {
			"name": { "$ref": "#/$defs/cookie_name" },
			"category": { "$ref": "#/$defs/category" },
			"path": { "$ref": "#/$defs/path" },
			"lifetime": { "$ref": "#/$defs/lifetime" },
			"http_only": { "$ref": "#/$defs/yes" },
			"secure": { "$ref": "#/$defs/yes" },
			"same_site": { "$ref": "#/$defs/same_site" }
		}
	}`,
	Form: func(m form.Maker, declared []cookie.Declaration) []form.Field {
		return append([]form.Field{
			m.Choice(
				"name",
				"Cookie",
				"",
				form.CookieOptions(declared),
			), m.Text("path", "Its path (empty: whatever it is)", ""),
			m.Lifetime("Its lifetime (empty: whatever it is)", "", form.UnitOptions()),
		}, traitFields(m)...)
	},
	Read: readCookie,
	Example: Cookie{
		Name:     "a",
		Category: cookie.Necessary,
		Path:     "/a",
		Lifetime: new(cookie.Lifetime(7 * 24 * 3600e9)),
		HTTPOnly: true,
		Secure:   true,
		SameSite: cookie.Lax,
	},
})

func readCookie(v url.Values) (Condition, form.Problems) {
	t, problems := readTraits(v), form.Problems{}
	c := Cookie{
		Name:     form.Line(v, "name"),
		Category: t.category,
		Path:     form.Line(v, "path"),
		HTTPOnly: t.httpOnly,
		Secure:   t.secure,
		SameSite: t.sameSite,
	}
	if lifetime, problem := form.ReadLifetime(v); problem == "" {
		c.Lifetime = &lifetime
	}
	problems.Need(c.Name != "", "name", "Please choose a cookie.")
	problems.Need(
		form.Line(v, "lifetime") == "" || c.Lifetime != nil,
		"lifetime",
		"Please enter a number and its unit, like 7 days.",
	)
	return c, problems
}

func (c Cookie) traits() traits {
	return traits{
		category: c.Category,
		path:     c.Path,
		lifetime: c.Lifetime,
		httpOnly: c.HTTPOnly,
		secure:   c.Secure,
		sameSite: c.SameSite,
	}
}

// Check implements [Condition].
func (c Cookie) Check(e Evidence) []Status {
	found := Status{Words: c.Name + " is declared"}
	if words := c.traits().declaredWords(); words != "" {
		found.Words += " as " + words
	}
	found.Words += "."
	d, declared := e.Find(c.Name)
	if lacking := c.traits().lackedBy(d); !declared {
		found.fails(c.Name, notDeclared)
	} else if lacking != "" {
		found.fails(c.Name, lacking)
	}
	return []Status{found}
}

// Judge implements [Condition].
func (c Cookie) Judge(o Observations) []Verdict {
	words := c.Name + " was set"
	if as := c.traits().observedWords(); as != "" {
		words += " " + as
	}
	found := Held(words + ".")
	c.traits().judge(&found, o, c.Name)
	c.traits().explainSecure(&found, o)
	return []Verdict{found}
}

// Needs implements [Condition]. That it was set shows by itself; how it was set may be
// otherwise on any journey.
func (c Cookie) Needs() []Journey {
	if c.traits().observedWords() == "" {
		return nil
	}
	return Journeys()
}

// Problem implements [Condition].
func (c Cookie) Problem() string { return cmp.Or(namesProblem(c.Name), c.traits().problem()) }

// Values implements [Condition].
func (c Cookie) Values() url.Values {
	v := url.Values{}
	form.SetAll(v, "name", c.Name, "path", c.Path)
	if c.Lifetime != nil {
		form.SetLifetime(v, *c.Lifetime)
	}
	c.traits().setValues(v)
	return v
}

// Divide implements [Divider].
func (c Cookie) Divide() []Condition {
	var all []Condition
	for _, t := range c.traits().each() {
		all = append(all, Cookie{
			Name: c.Name, Category: t.category, Path: t.path, Lifetime: t.lifetime, HTTPOnly: t.httpOnly, Secure: t.secure,
			SameSite: t.sameSite,
		})
	}
	if len(all) == 0 {
		return []Condition{c}
	}
	return all
}
