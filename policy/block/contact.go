package block

import (
	"net/url"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
)

// Contact tells whom to ask. The e-mail address comes from the configuration.
type Contact struct {
	Organisation string `json:"organisation"`
	Person       string `json:"person,omitempty"`
	Phone        string `json:"phone,omitempty"`
	Website      string `json:"website,omitempty"`
}

var _ = register(Kind{
	Name: "contact", Position: 90, Menu: 90, Label: "Contact", Hint: "Who to contact.",
	Schema: `{
		"description": "whom to ask; the e-mail address comes from the site's configuration",
		"type": "object",
		"required": ["organisation"],
		"additionalProperties": false,
		"properties": {
			"organisation": { "$ref": "#/$defs/text" },
			"person": { "$ref": "#/$defs/text" },
			"phone": { "allOf": [{ "$ref": "#/$defs/text" }, { "$ref": "#/$defs/unbroken" }] },
			"website": { "allOf": [{ "$ref": "#/$defs/text" }, { "$ref": "#/$defs/unbroken" }] }
		}
	}`,
	Form:    contactForm,
	Read:    readContact,
	Example: Contact{"Prokken", "Ada", "+8801906315901", "prokken.com"},
})

func contactForm(m form.Maker, _ []cookie.Declaration) []form.Field {
	return []form.Field{
		m.Text("organisation", "Organisation", ""),
		m.Text("person", "Person (optional)", ""),
		m.Text("phone", "Phone (optional)", "Without spaces, like +8801906315901."),
		m.Text("website", "Website (optional)", "Like prokken.com. The email address comes from the configuration."),
	}
}

func readContact(v url.Values) (Content, form.Problems) {
	return Contact{
		Organisation: form.Line(v, "organisation"),
		Person:       form.Line(v, "person"),
		Phone:        form.Line(v, "phone"),
		Website:      form.Line(v, "website"),
	}, nil
}

// Name implements [Content].
func (c Contact) Name() string { return c.Organisation }

// Texts implements [Content].
func (c Contact) Texts() []Text {
	return []Text{
		{Field: "organisation", Words: c.Organisation, Required: true, Label: true},
		{Field: "person", Words: c.Person, Label: true},
		{Field: "phone", Words: c.Phone, Label: true},
		{Field: "website", Words: c.Website, Label: true},
	}
}

// Problem implements [Content].
func (c Contact) Problem() string {
	if strings.Contains(c.Website, ":") {
		return "A website is written without https://, like prokken.com."
	}
	if strings.ContainsAny(c.Phone+c.Website, " <>\"'\n") {
		return "A phone number and a website are written without spaces."
	}
	return ""
}

// Lines implements [Content].
func (c Contact) Lines([]cookie.Declaration) []Line {
	return []Line{
		{Label: "Organisation", Text: c.Organisation},
		{Label: "Person", Text: c.Person},
		{Label: "Phone", Text: c.Phone},
		{Label: "Website", Text: c.Website},
	}
}

// Translate implements [Content]. Names and numbers stay.
func (c Contact) Translate(Visit) Content { return c }

// Values implements [Content].
func (c Contact) Values() url.Values {
	return url.Values{
		"organisation": {c.Organisation}, "person": {c.Person}, "phone": {c.Phone}, "website": {c.Website},
	}
}
