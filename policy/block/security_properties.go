package block

import (
	"fmt"
	"net/url"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
	"github.com/prokken/prokken/policy/wording"
)

// SecurityProperties prints what the declarations of some cookies have in common, a line
// for each property that has words here: see [SecurityProperties.Properties]. A line that
// the declarations do not bear out cannot be published. "{path}" in the words of Path
// stands for the path.
type SecurityProperties struct {
	Of       []string `json:"of"` // names of cookies
	HTTPOnly string   `json:"http_only,omitempty"`
	Secure   string   `json:"secure,omitempty"`
	SameSite string   `json:"same_site,omitempty"`
	Path     string   `json:"path,omitempty"`
	PathOf   string   `json:"path_of,omitempty"` // the cookie that Path is about
}

var _ = register(Kind{
	Name: "security_properties", Position: 50, Menu: 50, Label: "Security properties",
	Hint: "What the cookies have in common. Each line is checked.",
	Schema: `{
		"description": "what some cookies have in common, a line for each property that has words",
		"type": "object",
		"required": ["of"],
		"additionalProperties": false,
		"properties": {
			"of": { "$ref": "#/$defs/cookie_names" },
			"http_only": { "$ref": "#/$defs/text" },
			"secure": { "$ref": "#/$defs/text" },
			"same_site": { "$ref": "#/$defs/text" },
			"path": { "$ref": "#/$defs/text" },
			"path_of": { "$ref": "#/$defs/cookie_name" }
		},
		"dependentRequired": { "path": ["path_of"] },
		"anyOf": [
			{ "required": ["http_only"] }, { "required": ["secure"] }, { "required": ["same_site"] }, { "required": ["path"] }
		]
	}`,
	OneLine: []string{"of"},
	Form:    propertiesForm,
	Read:    readProperties,
	Example: SecurityProperties{
		Of: []string{"prokken_access"}, HTTPOnly: "No script reads them.",
		Path: "Sent to {path} alone.", PathOf: "prokken_refresh",
	},
})

func propertiesForm(m form.Maker, declared []cookie.Declaration) []form.Field {
	names := form.CookieOptions(declared)
	return []form.Field{
		m.Ticks("of", "Which cookies have these properties", "Each line below is checked for every one of them.", names),
		m.Area("http_only", "HttpOnly", "Empty: no such line.", 2),
		m.Area("secure", "Secure", "Empty: no such line.", 2),
		m.Area("same_site", "SameSite", "Empty: no such line.", 2),
		m.Area("path", "Path-restricted", "Empty: no such line. {path} stands for the path.", 2),
		m.Choice("path_of", "Whose path", "The cookie that the line above is about.", form.Optional("None", names)),
	}
}

func readProperties(v url.Values) (Content, form.Problems) {
	return SecurityProperties{
		Of: v["of"], HTTPOnly: form.Line(v, "http_only"), Secure: form.Line(v, "secure"),
		SameSite: form.Line(v, "same_site"), Path: form.Line(v, "path"), PathOf: form.Line(v, "path_of"),
	}, nil
}

// Name implements [Content].
func (p SecurityProperties) Name() string { return "" }

// Texts implements [Content].
func (p SecurityProperties) Texts() []Text {
	return []Text{
		{Field: "http_only", Words: p.HTTPOnly},
		{Field: "secure", Words: p.Secure},
		{Field: "same_site", Words: p.SameSite},
		{Field: "path", Words: p.Path},
	}
}

// Problem implements [Content].
func (p SecurityProperties) Problem() string {
	switch {
	case p.Path != "" && p.PathOf == "":
		return "Say which cookie is restricted to a path."
	case p.HTTPOnly+p.Secure+p.SameSite+p.Path == "":
		return wording.Empty
	case p.PathOf != "" && !cookie.IsName(p.PathOf):
		return noName(p.PathOf)
	case len(p.Of) == 0:
		return "Say which cookies have these properties."
	}
	for _, name := range p.Of {
		if !cookie.IsName(name) {
			return noName(name)
		}
	}
	return ""
}

func noName(name string) string { return fmt.Sprintf("%q cannot be a cookie's name.", name) }

// Translate implements [Content].
func (p SecurityProperties) Translate(visit Visit) Content {
	p.HTTPOnly = visit("http_only", "httpOnly", p.HTTPOnly)
	p.Secure = visit("secure", "Secure", p.Secure)
	p.SameSite = visit("same_site", "SameSite", p.SameSite)
	p.Path = visit("path", "Path", p.Path)
	return p
}

// Values implements [Content].
func (p SecurityProperties) Values() url.Values {
	return url.Values{
		"of": p.Of, "http_only": {p.HTTPOnly}, "secure": {p.Secure}, "same_site": {p.SameSite},
		"path": {p.Path}, "path_of": {p.PathOf},
	}
}
